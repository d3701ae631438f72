// @ts-check
/**
 * Lets what is selected in a post grow to whole words, as half a word is no quote. A word
 * may go on in the next span, though not in the next block; scripts that put no space
 * between words have none to grow to.
 *
 * document.createElement("whole-words").grow(range, prose);
 */
{
  const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
  const BLOCK = "p, li, td, th, pre, h2, h3, h4, h5, h6, blockquote, figure";
  const isLetter = (/** @type {string | undefined} */ sign) => !!sign && /[\p{L}\p{N}]/u.test(sign) && !UNSPACED.test(sign);

  class WholeWords extends HTMLElement {
    /** @param {Range} range @param {Element} root @returns {Range} */
    grow(range, root) {
      const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const signs = /** @type {[Text, number][]} */ ([]);
      while (walk.nextNode()) {
        const text = /** @type {Text} */ (walk.currentNode);
        for (let at = 0; at < text.length; at++) signs.push([text, at]);
      }
      const inWord = (/** @type {number} */ n) => signs[n] && isLetter(signs[n][0].data[signs[n][1]]);
      const blockOf = (/** @type {number} */ n) => signs[n][0].parentElement?.closest(BLOCK);
      const joins = (/** @type {number} */ n) => inWord(n - 1) && inWord(n) && blockOf(n - 1) === blockOf(n);
      let first = signs.findIndex(([text, at]) => range.comparePoint(text, at) >= 0);
      let last = signs.findLastIndex(([text, at]) => range.comparePoint(text, at + 1) <= 0);
      if (first < 0 || last < first) return range;
      while (joins(first)) first -= 1;
      while (joins(last + 1)) last += 1;
      const grown = new Range();
      grown.setStart(...signs[first]);
      grown.setEnd(signs[last][0], signs[last][1] + 1);
      return grown;
    }
  }
  customElements.define("whole-words", WholeWords);
}
