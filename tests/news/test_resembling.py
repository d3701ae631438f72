"""What is taken for the same story, and what is not: a table of cases."""

from random import Random

import pytest

from rostra.news.resembling import (
    PRINTS,
    Likeness,
    likeness,
    prints_of,
    words_of,
)

WIRE = """STELLMOUTH — The Ede Barrier closed two hours late on Saturday night, after a sensor
in the northern gate reported that a ship was still in the lock, the harbour office said.
Water rose to 4.2 metres at the Customs Quay before the gates met. Some 60 cellars in the old
town were flooded, and the fire service pumped until noon.
“We are looking at why nobody overruled the sensor,” said the harbour master, Ruth Oyelaran.
The barrier was built in 1998 and has closed 71 times since. A report is due on 30 November."""
MORE = """
Insurers put the damage at some 3 million crowns. The council will meet on Tuesday to discuss
whether the gates can be closed by hand when sensors disagree, a spokesman said.
Residents of Tanner Street complained that no siren was heard until the water was there."""
OTHER = """PORT ANSGAR — Dockers ended their strike on Sunday after eleven days, when the company
withdrew its plan to hire crane drivers by the hour, both sides said in a statement.
Some 40 ships were waiting outside the port, and it will take a week until all are unloaded.
The union called it a victory for common sense. The company said that costs would rise, and
that it may move part of its traffic to ports in the south before the end of next year."""
BOILER = """
This is a developing story and will be updated. Halvern Wire is a cooperative of forty
newspapers of the coast. Its journalists follow a code that can be read at its office. Write to
the desk with corrections and with tips, which are treated in confidence."""
WEATHER = """Tonight will be mostly clear over the coast, with lows of {a} degrees inland and
light winds from the west. On {day} there will be sunny spells and a few showers in the hills,
with highs of {b} degrees and winds of {c} knots off the capes. High water at Stellmouth is
at {d} and the sea is slight. The outlook is for more of the same, the weather office said."""
CHINESE = """国家统计局周一公布的数据显示，今年前三季度国内生产总值同比增长百分之四点八，
增速比上半年有所放缓，但仍处于全年目标区间。发言人表示，外部环境更加复杂，国内需求不足的
问题依然突出，下一阶段将继续扩大消费，稳定投资，并推动房地产市场平稳发展。分析人士认为，
第四季度的政策力度可能进一步加大。"""
CHINESE_OTHER = """受台风影响，沿海地区周二普降暴雨，多条铁路线停运，机场取消了两百多个航班。
气象部门说，台风预计将在当晚登陆，随后向西北方向移动，强度逐渐减弱。地方政府已转移三万多名
居民，学校停课一天。救援队伍在低洼地区待命，暂时没有人员伤亡的报告。"""
THAI = """กรมอุตุนิยมวิทยาประกาศเตือนว่าจะมีฝนตกหนักในภาคใต้ตลอดสัปดาห์นี้ ขอให้ประชาชนใน
พื้นที่เสี่ยงระวังน้ำท่วมฉับพลันและน้ำป่าไหลหลาก ชาวเรือควรเดินเรือด้วยความระมัดระวังและ
หลีกเลี่ยงการเดินเรือในบริเวณที่มีฝนฟ้าคะนอง ส่วนเรือเล็กควรงดออกจากฝั่งจนถึงวันศุกร์"""
THAI_OTHER = """ธนาคารกลางมีมติคงอัตราดอกเบี้ยนโยบายไว้ที่ร้อยละสองครึ่งต่อปี โดยระบุว่าเศรษฐกิจ
ยังขยายตัวได้ตามการท่องเที่ยวและการบริโภคในประเทศ ขณะที่การส่งออกฟื้นตัวช้ากว่าที่คาด
คณะกรรมการจะติดตามสถานการณ์ค่าเงินบาทอย่างใกล้ชิดในระยะข้างหน้าต่อไปอีกหลายเดือน"""
ARABIC = """قالت وزارة الصحة يوم الأحد إن حملة التطعيم ستبدأ في جميع المحافظات الأسبوع المقبل، وإنها
تشمل الأطفال دون سن الخامسة. وأضافت أن الفرق الطبية ستزور المدارس والقرى البعيدة، وأن اللقاحات
متوفرة بكميات كافية حتى نهاية العام. ودعت الأهالي إلى التعاون مع الفرق وإلى مراجعة المراكز الصحية."""
ARABIC_VOCALISED = ARABIC.replace("حملة التطعيم", "حَمْلَة التَّطْعِيم")


def alike(one: tuple[str, str], other: tuple[str, str]) -> tuple[Likeness, int]:
    """How far two are the same, and how many prints they share."""
    first, second = words_of(*one), words_of(*other)
    shared = set(prints_of(first)) & set(prints_of(second))
    assert likeness(first, second) == likeness(second, first)
    return likeness(first, second), len(shared)


SAME = {
    "the wire's copy under another headline": (
        ("Barrier closed late, cellars flooded", WIRE),
        (
            "Sensor blamed as sea pours into Stellmouth",
            WIRE.replace("STELLMOUTH — ", ""),
        ),
        95,
    ),
    "an update with more paragraphs": (
        ("Barrier closed two hours late", WIRE),
        ("UPDATE 1: Barrier closed two hours late", WIRE + MORE),
        70,
    ),
    "a copy that an editor went through": (
        ("Barrier closed two hours late", WIRE),
        (
            "Barrier closed two hours late",
            WIRE.replace("on Saturday night", "late on Saturday")
            .replace("Some 60", "About sixty")
            .replace("the harbour office said", "officials said")
            + BOILER,
        ),
        60,
    ),
    "other typesetting": (
        ("Barrier closed", WIRE),
        ("BARRIER CLOSED", WIRE.upper().replace("“", '"').replace("\n", "\u00a0 ")),
        100,
    ),
    "Chinese": (("统计", CHINESE), ("统计局", CHINESE[3:]), 90),
    "Thai": (("ฝน", THAI), ("ฝนตกหนัก", THAI[:-20]), 85),
    "Arabic, in part with vowels": (("صحة", ARABIC), ("صحة", ARABIC_VOCALISED), 100),
}


@pytest.mark.parametrize(("one", "other", "at_least"), SAME.values(), ids=SAME)
def test_one_story_told_twice_is_found(one, other, at_least):
    found, shared = alike(one, other)

    assert found.text >= at_least
    assert shared >= 2


APART = {
    "two events": (("Barrier closed", WIRE), ("Strike ends", OTHER), 5),
    "two events with the same boilerplate": (
        ("Barrier closed", WIRE + BOILER),
        ("Strike ends", OTHER + BOILER),
        45,
    ),
    "flashes of one line": (
        ("Barrier closed late, harbour office says", "Barrier closed late."),
        ("Barrier closed late, harbour office says", "Barrier closed late."),
        0,
    ),
    "nothing": (("", ""), ("", ""), 0),
    "Chinese": (("统计", CHINESE), ("台风", CHINESE_OTHER), 5),
    "Thai": (("ฝน", THAI), ("ธนาคาร", THAI_OTHER), 10),
}


@pytest.mark.parametrize(("one", "other", "at_most"), APART.values(), ids=APART)
def test_two_stories_are_not_taken_for_one(one, other, at_most):
    found, _shared = alike(one, other)

    assert found.text <= at_most


def test_two_days_of_one_template_differ_in_their_numbers():
    one = WEATHER.format(a=3, day="Monday", b=11, c=12, d="04:12")
    other = WEATHER.format(a=5, day="Tuesday", b=9, c=20, d="05:01")

    found, _shared = alike(("Weather", one), ("Weather", other))

    assert found.text > 60
    assert found.numbers == 0


def test_headlines_are_compared_by_themselves():
    found, _shared = alike(("Barrier closed late", ""), ("Late, barrier closed", WIRE))

    assert (found.title, found.text) == (100, 0)


def test_a_text_leaves_few_prints_however_long_it_is():
    chance = Random(1)
    long = " ".join(chance.choices(WIRE.split(), k=100_000))

    assert len(prints_of(words_of("", long))) == PRINTS
    assert prints_of(words_of("", "Short.")) == ()


@pytest.mark.parametrize("text", ["\ud800 " * 50, "\u0301" * 90_000, "ﷺ" * 90_000])
def test_hostile_texts_do_no_harm(text):
    words = words_of(text, text)

    assert likeness(words, words).numbers == 100
    assert len(prints_of(words)) <= PRINTS
