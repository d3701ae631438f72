// Makes the file of the rich mode, and beside it the licences of what is in it:
// node browser/build.mjs [folder]
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const folder = process.argv[2] ?? "src/rostra/forum/static/forum/alone";
const absent = Object.fromEntries(["linkify-it", "entities", "punycode.js"].map((name) => [name, "./browser/instead.js"]));
const { metafile, outputFiles } = await build({
  entryPoints: ["browser/rich/editor.js"],
  alias: absent,
  bundle: true,
  minify: true,
  charset: "utf8",
  format: "esm",
  target: "es2022",
  legalComments: "none",
  metafile: true,
  write: false,
});
const used = Object.keys(metafile.inputs).map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
const licences = [...new Set(used)].filter(Boolean).sort().map((name) => {
  const licence = readdirSync(`node_modules/${name}`).find((file) => /^licen[cs]e/i.test(file));
  const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
  return `${name} ${version}\n\n${readFileSync(`node_modules/${name}/${licence}`, "utf8").trim()}\n`;
});
const made = outputFiles[0].contents;
writeFileSync(`${folder}/rich.js`, made);
writeFileSync(`${folder}/rich.js.LICENSES.txt`, licences.join(`\n${"-".repeat(72)}\n\n`));
console.log(`rich.js: ${made.length} bytes, ${gzipSync(made, { level: 9 }).length} with gzip`);
