"""Sentences of an article that look like a page's own words, and stay; and what else real pages have taught."""

from __future__ import annotations

import pytest

from retrieval.cleaning import clean
from tests.cleaning.bridge import BEFORE, BEHIND, kept


@pytest.mark.parametrize(
    "sentence",
    [
        "For more than a year the mayor had gone through every report on the bridge, reading them at night.",
        "Photos from the river bank show the cracks, each of them wide enough for a hand.",
        "A repair was begun by the county in 2011 and given up by the two councils of that day over the U.S.",
        "Research published by Safer Crossings found that of 940 drivers 61% had felt the bridge move under them.",
        "The former mayor is in the news once more for signing up to appear in the new series of a dancing show.",
        "I had played with the settings of your app, and found one that our News editor likes: it moos like cows.",
        "So once you keep to these folders, you need no others: I delete every email that does not need me now.",
        "She was at sea when the vote was taken, and the news did not reach her before the ship came in.",
        "All six films of the bridge are coming to the App Store and Google Play, for four crowns each.",
        "The ban on lorries takes effect on 1 January 2026.",
        "[She looks out at the bridge for a while before she goes on.]",
        "The Weir Index added 0.9 percent, helped by makers of cement and owners of ferries from Dun to Upper"
        " Harl",
        "The screen shows you your photos and pages, and the team gave it a link to the apps. “We built a thing"
        " that goes up and down when you pull at it, and it goes bang,” explains Bo Dahl, and makes the noise.",
        "The committee meets again on 3 May 2024 in the town hall of Harl.",
        "Its cost, by the ISO/Weir.C standard that bridges are reckoned by, would be twice what Harl can pay.",
        "“They went over every report, those of the county too, and took pictures of each,” she said. (The Gazette"
        " has a photo of the register.)",
        "Harl/Weir (Gazette) The council of Harl has taken the first of the stones to the museum on 3 May 2024.",
        "The Weir Works/Dun Cement plan now can be read in the town hall, which holds copies until 5 June 2024.",
        "The council holds a meeting that will be public on 12 May 2024, the first since the bridge was closed.",
        "Background: It was built in 1871 of stones from the quarry of Weir, and it was mended four times since.",
        "Ten further books on bridges (the last of them, on the Dun, airs Tuesdays, 9 CET/CEST; it ends in May.)",
        "The mayor has been spared nothing by signing up for a show that is called Help, Get Me Out of Here!",
        "The report was published on Monday, and the two councils have read it since.",
        "The council of Harl covers nearly nine square miles of land and one of water.",
        "The ferry company says that it is going to ask three crowns for each car, or for $4.99 a month.",
        "The old sign says that the bridge is open “24/7.”",
        "Buses that go by way of the weir, as they did when the piers were last mended and the road was shut for a"
        " summer, were late every day of last week and the week before",
    ],
)
def test_a_sentence_is_not_dropped_for_a_phrase_of_the_pages(sentence: str) -> None:
    assert kept(*BEFORE, sentence, *BEHIND) == [*BEFORE, sentence, *BEHIND]


def test_a_first_sentence_that_ends_in_a_quotation_is_no_headline() -> None:
    first = "Harl has to close its old bridge, whose piers are cracked, and the council says it is “sorry to all.”"
    assert kept("Home", first, *BEFORE, *BEHIND) == [first, *BEFORE, *BEHIND]


def test_a_paragraph_above_a_credit_is_no_caption_for_a_verb_far_inside() -> None:
    sentence = (
        "Even if both councils agree on the plan and the county pays its half, which is far from sure by now, it"
        " takes four years to build."
    )
    assert kept(*BEFORE, sentence, "Credit: Harl Museum", *BEHIND) == [*BEFORE, sentence, *BEHIND]


def test_the_articles_own_you_is_no_appeal_for_one_word_that_sites_use_too() -> None:
    sentence = (
        "You do not close a bridge without being asked what you have read of the reports, and who has read them"
        " with you. So far that has been asked often and answered seldom, by the mayor as by the engineers whom"
        " she brought along, and the river has meanwhile carried off another stone."
    )
    assert sentence in kept(*BEFORE, sentence, *BEHIND)


def test_the_name_of_a_pictures_file_is_dropped_and_not_taken_for_the_headlines_end() -> None:
    page = clean("\n".join(["Bridge to close after cracks in its piers", "bridge.JPG", *BEFORE, *BEHIND]))
    assert [paragraph.text for paragraph in page.paragraphs] == [*BEFORE, *BEHIND]
    assert page.facts.title == "Bridge to close after cracks in its piers"
    assert ("bridge.JPG", "bare address") in [(piece.text, piece.reason) for piece in page.dropped]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (f"Every gift makes a difference.{BEHIND[0]}", BEHIND[0]),
        (f"{BEHIND[0]}Read more: Ferry fares to rise in spring", BEHIND[0]),
        (f"{BEHIND[0]}Like this story? Buy us a coffee.", BEHIND[0]),
    ],
)
def test_what_is_glued_to_a_sentence_is_cut_and_the_sentence_stays(line: str, sentence: str) -> None:
    assert kept(*BEFORE, line, BEHIND[1]) == [*BEFORE, sentence, BEHIND[1]]


CHINESE = [
    "哈尔镇议会星期一投票决定关闭旧桥，三年前桥墩上发现了裂缝。",
    "工程师玛丽·道尔告诉议员，这座桥已经不能再让公共汽车和卡车通过。",
    "镇长说，她从小就住在河边，希望新桥能够在明年春天开始建造。",
    "新桥大约需要一千二百万，县政府还没有答复。",
]


def test_text_without_spaces_between_words_is_read_as_text() -> None:
    assert kept("首页", "新闻", "体育", "哈尔旧桥将要关闭", *CHINESE, "相关新闻", "河水为什么变黄") == CHINESE


def test_a_script_without_full_stops_is_read_by_its_length() -> None:
    thai = [
        "สภาเมืองลงมติเมื่อวันจันทร์ให้ปิดสะพานเก่าหลังจากพบรอยร้าวที่ตอม่อเมื่อสามปีก่อนและวิศวกรบอกว่ารถโดยสารผ่านไม่ได้อีกแล้ว",
        "นายกเทศมนตรีซึ่งอาศัยอยู่ริมแม่น้ำมาตั้งแต่เด็กกล่าวว่าหวังจะได้สะพานใหม่ภายในฤดูใบไม้ผลิปีหน้าแต่จังหวัดยังไม่ได้ตอบเรื่องเงิน",
    ]
    assert kept("หน้าแรก", "ข่าว", *thai, "กีฬา") == thai


def test_who_speaks_in_an_interview_is_no_label_of_a_link() -> None:
    talk = [
        "Gazette: Have you ever crossed the bridge on foot since you moved to the other bank of the Dun?",
        "Crake:We had hoped for more time, and we asked the county for it twice, in writing and by telephone.",
        "Gazette: What did the county of Harl answer to your letters and to all of your calls, Mayor Crake?",
        "Crake:They asked for the plans of the bridge, and we sent them on the same day, with all the figures.",
        "Gazette: And nothing more since then in writing or by telephone, not even on the money for the piers?",
        "Crake:Nothing that I could tell you of, and nobody has called, not even about the money for the piers.",
    ]
    assert kept(*BEFORE, *talk, *BEHIND) == [*BEFORE, *talk, *BEHIND]


def test_a_chronicle_and_a_list_of_figures_keep_their_lines() -> None:
    chronicle = [
        "March 2021: Crack in second pier of bridge of Harl found by schoolboys in a canoe",
        "4 May: Council of Harl asks county of Dun for money and for engineers",
        "6 p.m. - Queue for the last bus across the bridge of Harl reaches the weir",
    ]
    figures = [f"Average cost of a crossing by ferry number {n}: {n}.50 crowns" for n in range(3, 9)]
    assert kept(*BEFORE, *chronicle, *BEHIND) == [*BEFORE, *chronicle, *BEHIND]
    assert kept(*BEFORE, "The figures are these:", *figures, *BEHIND)[3:-2] == figures


def test_a_link_behind_a_paragraph_is_cut_off() -> None:
    assert kept(BEFORE[0] + " Read more", BEFORE[1], *BEHIND) == [*BEFORE, *BEHIND]
