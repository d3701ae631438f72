"""Made-up text of the length and shape of forum posts, the same on every run."""

from dataclasses import dataclass
from functools import lru_cache
from random import Random

STEMS = """
able account acre act add afford after again agree air allow amount ancient anger
announce answer appear april argue army arrive article ask assembly attack august aunt
author autumn avoid bad bag balance bank bargain barn barrier battle bay beach bear
begin behind believe bench beside better between big bill bird blame block board boat
body book border borrow both bottle box branch brave bread break bridge bright bring
brother budget build burn bus business buy cable call camp canal captain card care
carry cause centre certain chair chance change cheap check chief child choice church
circle citizen claim class clear climb clock close coast coffee cold collect college
colour come commission common community company compare complain concern confirm
consider contract control cook copper copy corner correct cost council count country
county couple course court cover crew crime cross crowd cry current cut daily damage
danger dark date daughter day deal debate debt december decide deep defend degree
delay deliver demand deny depart describe desk detail develop differ dig direct dirt
discover discuss distance district ditch doctor document doubt down draw drink drive
drop dry during dust early earn earth east easy edge effect egg elect electric empty
end engine enough enter equal escape estimate evening event every evidence exact
example expect expert explain export extra eye face fact factory fail fair fall family
farm fast father february feed fence ferry few field fight figure fill final find fine
finish fire firm first fish fix flag flat flood floor flour follow food foot force
foreign forest forget form former forward found fresh friday friend front fruit fuel
full fund garden gate general gentle give glass go gold govern grain grand grant grass
great ground group grow guard guess guide half hall hand happen harbour hard harvest
head health hear heart heat heavy help herd hide high hill history hold hole holiday
home honest hope horse hospital hotel hour house huge hundred hunt hurry ice idea
import improve inch include increase industry inform inside insist insure interest
invite iron island issue item january job join journal journey judge july june jury
just keep kettle kind king kitchen knife know labour lack lake lamp land language large
last late laugh law lead leak learn leave left legal lend length less letter level
library lie life lift light like limit line list listen little live local lock long
look lorry lose lot loud low lunch machine mail main make manage many map march margin
mark market marry master match matter mayor meal mean measure meat medicine meet member
mention metal middle might mile milk mill mind mine minister minor minute miss mistake
mix model modern moment monday money month moon morning most mother motor mountain
mouth move music narrow nation native nature near neighbour neither network never new
news night nine noise north nose notice november number oak obey object observe ocean
october offer office official often oil old once onion open opinion orange order
ordinary organ other ought outside oven over own pack page paint pair paper parcel
park parliament part party pass past path patient pay peace pension people perhaps
permit person petrol phone photo piece pilot pipe place plain plan plant plate play
please plenty plough point police policy polite pond poor port position possible post
potato pour power practice prepare present press pretty prevent price print prison
private probable problem produce profit promise proof proper protect proud prove
public pull pump pupil purpose push quarter queen question quick quiet quite race
radio rail rain raise range rate rather reach read ready real reason receive recent
record reduce refuse region regular remain remember remove rent repair repeat reply
report represent request require rescue reserve respect rest result retire return
review rich ride right ring rise risk river road rock roof room root rope rough round
row rule run safe sail salary salt same sand saturday save saw say scale school
science score sea search season seat second secret section see seem select sell send
senate sense separate september serious serve settle seven several shade shake shape
share sharp sheep shelf ship shock shoe shop short should shoulder show shut side sign
silver similar simple since single sister site six size skill sleep slow small smell
smoke smooth snow social soft soil soldier solid solve some son song soon sort sound
source south space spare speak special speed spend spoil spread spring square staff
stage stamp stand star start state station statue stay steady steal steam steel step
stick still stock stone stop store storm story strange stream street strength strike
strong student study subject succeed such sudden suffer sugar suggest summer sunday
supply support suppose sure surface surprise survey sweet swim system table take talk
tall tank tax teach team tell term test thank theatre thick thin thing think thousand
throw thursday ticket tide tie timber time tired today together tomorrow ton tool top
total touch tour toward tower town track trade train transport travel treat treaty
tree trial trouble truck true trust truth try tuesday tunnel turn twelve twenty two
type under union unit until upper use usual valley value van vessel victim view
village visit voice volume vote wage wait walk wall want war warehouse warm warn wash
waste watch water way weak wealth wear weather wednesday week weigh welcome well west
wet wharf wheat wheel where whether while white whole why wide wife wild will win wind
window wine winter wire wish witness wonder wood wool word work world worry worth
write wrong yard year yellow yesterday yet yield young zone
""".split()
SMALL = (
    "the the the the of of to to and and a a in in that is was for on it with as at by"
    " be this from are not have they we or but had his one their which you all were an"
    " so if there what can no would about up out who them only when more it's don't"
).split()
ENDINGS = ("", "", "", "", "", "s", "s", "ed", "ing", "er", "ly")
PLACES = """
Anselby Brackmoor Corvane Dunhollow Estermouth Farrow Gellan Hathersea Ismere Jorrick
Kestle Lowmarch Merrowby Nethervale Orlis Pennard Quarrow Rushwick Saltby Tarn
""".split()

BODIES = 400
QUOTING = 60
"""How many of the bodies come with a quote when they are not the first of a topic."""

QUOTED_ID, QUOTED_NAME = 8_888_888_888_888, "Quotedsomebody"
"""What stands in a rendered text where the quoted post and its author will be."""


@dataclass(frozen=True, slots=True)
class Body:
    """What somebody says, as Markdown, and the sentence of it that others quote."""

    source: str
    lead: str


@lru_cache(maxsize=BODIES)
def body(number: int) -> Body:
    """One of the BODIES texts, of some 600 characters."""
    chance = Random(f"body {number}")
    lead = sentence(chance)
    parts = [lead]
    while sum(map(len, parts)) < 480:
        parts.append(sentence(chance))
        if chance.random() < 0.3:
            parts.append("\n\n")
    text = " ".join(parts).replace(" \n\n ", "\n\n").strip()
    if number % 7 == 0:
        text += "\n\n" + "\n".join(f"- {sentence(chance, 6)}" for _ in range(3))
    if number % 4 == 0:
        text += f"\n\nSee https://news.example/{chance.randrange(10**6)}/{word(chance)}"
    if number % 5 == 0:
        text += f"\n\n**{sentence(chance, 5)}** And *{word(chance)}* too."
    return Body(text, lead)


def quoting(number: int, lead: str) -> str:
    """The Markdown of a body with a quote of another body's lead before it."""
    head = f"> @{QUOTED_NAME} [said](/post/{QUOTED_ID}/):\n>\n> {lead}\n\n"
    return head + body(number).source


def sentence(chance: Random, length: int = 0) -> str:
    """A sentence of so many words, or of 8 to 20."""
    words = [word(chance) for _ in range(length or chance.randint(8, 20))]
    text = " ".join(words)
    return text[0].upper() + text[1:] + chance.choice("....?")


def word(chance: Random) -> str:
    """One word: half of them small, some a place, some with a figure."""
    kind = chance.random()
    if kind < 0.45:
        return chance.choice(SMALL)
    if kind < 0.49:
        return chance.choice(PLACES)
    if kind < 0.51:
        return str(chance.randrange(2, 2000))
    return chance.choice(STEMS) + chance.choice(ENDINGS)


def title(chance: Random) -> str:
    """A headline of five to nine words."""
    words = [chance.choice(STEMS) for _ in range(chance.randint(4, 7))]
    return f"{chance.choice(PLACES)}: {' '.join(words)}"


def member_name(number: int) -> str:
    """A name that no other number has."""
    chance = Random(f"member {number}")
    first = chance.choice(PLACES)
    last = chance.choice(STEMS).capitalize()
    return f"{first} {last} {number}"
