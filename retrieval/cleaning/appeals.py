"""Appeals, sign-up blocks and the like: perfect prose that speaks to the reader on the site's behalf."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from retrieval.cleaning.blocks import Block, Page, Verdict, Weight, remembered
from retrieval.cleaning.topic import Topic
from retrieval.cleaning.vocabulary import APPEALING

_LONGEST = 900
_RARE = 0.25  # of an article's paragraphs: beyond that the article itself speaks to its readers
_HARDLY = 0.8  # of what a paragraph of the article usually has in common with the others
_SHORT = 220  # characters; a longer appeal names more than one thing that a site offers
_REACH = 6  # so many blocks may stand between two sentences of one appeal

_SURE = re.compile(
    r"\byour (?:support|donation|contribution|subscription|membership|generosity)\b.{0,80}(?:help|allow"
    r"|make|mean|power|enable|fund|keep|matter|vital|journalis)"
    r"|\b(?:support|fund|back|sustain|power|invest in) (?:our|independent|quality|local|fearless"
    r"|public[- ]interest|nonprofit|free|honest|trusted)\b.{0,40}"
    r"(?:journalis|newsroom|reporting|work|media|news)\b|\b(?:make|consider"
    r"|with) (?:making )?a (?:[\w-]+ ){0,3}(?:donation|contribution)\b|\bdonate (?:today|now|here)\b"
    r"|raising money for|\bgofundme page|\bif you (?:can|are able|would like)\b.{0,60}(?:donat"
    r"|contribut|support us|subscrib)"
    r"|\bnot behind a paywall|become an? (?:[\w-]+ )?(?:member|subscriber|supporter|patron|friend)\b"
    r"|(?:readers|supporters|members|subscribers) like you\b"
    r"|\b(?:sign|signed|signing) ?up (?:to|for|now|here|today|below|and|with"
    r"|free)\b.{0,120}\b(?:newsletter|alert|email|inbox|update|briefing|app|free|daily|weekly"
    r"|news|headline|account|read|offer|stories|access|trial|[a-z' ]+(?<!out of) here)s?\b|\b(?:subscribe"
    r"|subscribing)\b (?:to|for|now|here|today|and|from)\b.{0,120}"
    r"(?:newsletter|channel|podcast|alert|email|inbox|updates|access|£|\$|€|month|unlimited|read|apple"
    r"|spotify|youtube|magazine|print|digital|edition|briefing)"
    r"|\bnewsletters?\b.{0,100}(?:inbox|sign|subscri|email|delivered|e-mail|every (?:day|morning|week"
    r"|monday|friday|sunday)|straight)|\b(?:straight|direct(?:ly)?|delivered"
    r"|right|sent) (?:in)?to your (?:inbox|email|phone|device)|\bin your inbox\b"
    r"|\byour (?:e-?mail address|inbox)\b|\bunsubscribe\b"
    r"|\balready (?:a|an|have|registered|subscribed)\b.{0,30}(?:subscriber|member|account|log ?in"
    r"|sign ?in|subscription)|\b(?:log|sign) ?in (?:to|or) (?:continue|read|view|your|register"
    r"|subscribe|create|access|comment)"
    r"|\b(?:register|subscribe|sign up|log in|create (?:an|your)(?: free)? account) (?:for free )?(?:to"
    r"|or) (?:continue|read|unlock|keep|access|view|comment)"
    r"|\b(?:this (?:article|content|story) is|exclusive(?:ly)?) (?:for|available to|reserved for"
    r"|only for) (?:our |registered |premium )?(?:subscribers|members)"
    r"|\byou(?:'ve| have) (?:read|reached|used|got|hit) (?:your|all|the|\d+)\b.{0,60}(?:articles|limit"
    r"|month|free)|\b(?:unlimited|full|ad-?free|digital) access\b"
    r"|\bcancel (?:at )?any ?time\b|\bfree trial\b|\b(?:you|your|subscri\w+|offer|access|trial)\b.{0,80}\b(?:for"
    r"|just|only) [£$€]\d[\d.]* ?(?:a|per|/|for|every) ?(?:the )?(?:first )?\d* ?(?:month|week|year)"
    r"|\bdownload (?:the|our) .{0,40}app\b|\b(?:download|get|install) .{0,60}\b(?:app store|google play)\b"
    r"|^.{0,40}\b(?:app store|google play)\b.{0,40}$|\b(?:e-?mail|send) (?:it to )?you\b.{0,30}(?:reset|link)\b"
    r"|\blog ?in with it instead\b|\bby becoming an? (?:registered )?(?:user|member)\b"
    r"|\byes, i would like to receive\b"
    r"|\bturn on (?:push )?notifications|\ballow notifications"
    r"|\bdon'?t forget to (?:share|like|subscribe|follow|comment)\b|\bchat with us (?:in|on|at|via)\b"
    r"|\bjoin (?:our|the|us on|thousands|more than|over|\d|now|today)\b.{0,80}(?:whatsapp|newsletter"
    r"|community|channel|telegram|facebook|members|readers|subscribers|group|mailing list|(?:people|others) who)"
    r"|\b(?:follow|like|find) (?:us|our|the .{2,25}) (?:page |channel )?(?:on|at)\b.{0,60}(?:twitter"
    r"|facebook|instagram|tiktok|linkedin|youtube|whatsapp|google news|threads|bluesky|@)"
    r"|\bget (?:our|the|all the|more|unlimited|exclusive|breaking|daily|your"
    r"|weekly)\b.{0,80}(?:newsletter|inbox|email|app\b|delivered|alerts|briefing|straight|subscri)"
    r"|\b(?:we|i)(?:'d| would) (?:love|like) to hear (?:from you|your)|\b(?:tell us"
    r"|let us know)\b.{0,50}(?:comments|below|think|@)"
    r"|\bgift (?:this|articles?|a subscription)\b|\bthank(?:s| you) for (?:reading|subscribing|signing"
    r"|being|visiting|your (?:support|patience))"
    r"|\bby (?:signing up|subscribing|clicking|submitting|entering|providing|registering"
    r"|continuing)\b.{0,80}(?:agree|accept|consent|confirm|acknowledge|receive)"
    r"|\b(?:check|please check) your (?:inbox|email|spam)|\b(?:enter|invalid|valid) (?:a "
    r"|your )?e-?mail|\bwe (?:will|may|can) (?:only )?(?:use|share|contact)\b.{0,60}(?:your|you)\b"
    r"|\bspam\b.{0,40}(?:unsubscribe|promise|never)|\bwhy (?:you can )?trust (?:us|our)\b"
    r"|\bwe rely on (?:your|the support|reader|donations)|\bno paywalls?\b|\bad-?free\b"
    r"|\b(?:every|each|any|your) (?:gift|donation|contribution|pound|penny|dollar|cent|euro|amount)\b.{0,40}"
    r"\b(?:makes?|counts?|helps?|matters?)\b|\b(?:gift|donation|contribution) from you\b"
    r"|\bbuy (?:us|me) an? (?:coffee|beer|pint)\b"
    r"|\bsign(?:ed)? up (?:to|for) .{2,60}\b(?:our|free|weekly|daily) (?:\w+ )?(?:letter|bulletin|round-?up)\b"
    r"|\bopen to everyone\b.{0,80}(?:journalis|reader|support)|\bneeds you\b|\bwith (?:a"
    r"|your) subscription\b|\bsubscribe to .{2,40} and (?:save|get|enjoy|receive)"
    r"|\bis trusted by\b.{0,60}|\bvisit our .{0,30}(?:page|shop|site|store|hub)"
    r"|\bmelden sie sich\b.{0,60}newsletter|\bnewsletter (?:abonnieren|bestellen)|\bjetzt (?:abonnieren"
    r"|testen|registrieren|anmelden|lesen)|\babonnez-vous|\binscrivez-vous|\bsuscríbete"
)
_YOU = (
    r"\b(?:[Yy]ou|[Yy]our|[Yy]ours|[Vv]ous|[Vv]otre|[Vv]os|Ihnen|Ihre? E-Mail|[Вв]ас|[Вв]аш\w*"
    r"|[Пп]ідпи[сш]\w+|[Пп]одпи[сш]\w+|[Пп]овідомте|Ihr(?:er|em|en|es|e)?|[Zz]apisz się|[Ss]uscríb\w+"
    r"|[Rr]ecevez|[Ii]nscrivez\w*)\b"
)
_WE = r"\b(?:[Ww]e|[Oo]ur|us|[Nn]otre|[Nn]os|[Nn]ous|[Uu]nsere?[nmr]?|[Нн]ас|[Нн]аш\w*)\b"  # not "US"
_VOICE = re.compile(f"{_YOU}|{_WE}")
_READERS = re.compile(
    rf"{_YOU}|(?:{_WE}).{{0,300}}\b(?:readers?|journalis\w+|newsroom|members?|subscri\w+|donat\w+"
    rf"|editors?|newsletter|independent|reporting|paywalls?)\b"
    rf"|\b(?:readers?|journalis\w+|newsroom|members?|subscri\w+|donat\w+|editors?|newsletter"
    rf"|independent|reporting|paywalls?)\b.{{0,300}}(?:{_WE})",
)
_SITE_WORDS = re.compile(
    r"\b(?:subscri\w+|sign\w*|newsletters?|e-?mails?|inbox|readers?|journalis\w+|stor(?:y|ies)"
    r"|articles?|apps?|accounts?|profiles?|cookies?|data|devices?|website|site|pages?"
    r"|teams?|editors?|comments?|questions?|newsroom|support\w*|gifts?|give|donat\w+|join|offers?"
    r"|issues?|magazine|photos?|pictures?|send|click|links?|podcasts?|episodes?|forms?"
    r"|survey|letters?|ads?|advertis\w+|order|shop|binders?|members?\w*|partners?|content|bookmark\w*"
    r"|subscription|stars|friend|speaker|programme|listen|adresse|lettre|courriel|inscri\w+|abonn\w+"
    r"|désabonn\w+|postfach|anmeld\w*|abbestell\w*|correo|boletín|suscri\w+|zapisz|список|підпис\w+"
    r"|помилк\w+|редакці\w+|канал\w*|повідомте|read|reading|reporting|independent)\b"
)
_STAFF = re.compile(
    r"\b(?:our|the .{2,25}'s) (?:[\w-]+ ){0,2}(?:team|reporters?|newsroom|editors?|desk|readers"
    r"|correspondents?|experts|journalists|newsletter|app|podcast|events?)\b"
    r"|\b(?:enjoying|enjoyed|like|liked|love|loved) (?:this|what you|our)\b.{0,40}\?"
)
_QUOTED = re.compile(r'"[^"]{0,600}"?')
_LONG_QUOTE = re.compile(r'"[^"]{40,}"')  # so much of somebody's words no appeal quotes
_MYSELF = re.compile(r"\bI\b")  # who tells of himself is the article's author; a site is "we"
_SAID = re.compile(r"\b(?:said|says|told|added|according to|wrote|sagte)\b")

APPEAL = Verdict("appeal or sign-up", Weight.INSERT)


def appeals(page: Page) -> Page:
    """Drop appeals, and what stands between two sentences of one in the same voice."""
    sure = [n for n in page.open if is_appeal(page.blocks[n])]
    found = dict.fromkeys(sure, APPEAL)
    for first, last in pairwise(sure):
        between = [n for n in range(first + 1, last) if page.verdicts[n] is None]
        if 0 < last - first - 1 <= _REACH and _one_voice([page.blocks[n] for n in between]):
            found |= dict.fromkeys(between, APPEAL)
    return page.drop(found)


def _one_voice(blocks: Sequence[Block]) -> bool:
    """Whether all blocks but one at most speak for the site, and none reports."""
    silent = [block for block in blocks if not _same_voice(block)]
    return (
        len(silent) < len(blocks)
        and all(not _SAID.search(unquoted(block)) for block in silent[:1])
        and len(silent) <= 1
    )


def other_voice(page: Page) -> Page:
    """Drop words to the reader in an article that has none besides, where they are not on its subject."""
    prose = [n for n in page.open if page.blocks[n].prose]
    voiced = [n for n in page.open if speaks_to_reader(page.blocks[n])]
    rest = len(set(prose) - set(voiced))
    together = len(voiced) > 1 and voiced[-1] - voiced[0] <= len(voiced) + _REACH
    if rest < 3 or (len(voiced) > _RARE * len(prose) and not together):
        return page
    topic = Topic([page.blocks[n] for n in prose if n not in set(voiced)])
    return page.drop({n: APPEAL for n in voiced if _off_subject(page.blocks[n], topic)})


def _off_subject(block: Block, topic: Topic) -> bool:
    said = set(_SITE_WORDS.findall(unquoted(block)))
    ours = re.search(_WE, block.plain) is not None  # a text may tell its readers how to do something
    enough = 1 if block.length <= _SHORT else 2 if ours else 3
    return len(said) >= enough and (topic.share(block) or 0.0) < _HARDLY * topic.usual


@remembered
def speaks_to_reader(block: Block) -> bool:
    """Whether the block says "you" or "we" outside of quotations, and reports nobody's words."""
    said = _outside_quotes(block)
    asked = block.plain.endswith("?")  # interviews are full of such
    return (
        block.length <= _LONGEST
        and not (block.quotation or asked or _LONG_QUOTE.search(block.plain))
        and bool(_READERS.search(said))
        and not _SAID.search(said)
        and not _MYSELF.search(said)
    )


@remembered
def is_appeal(block: Block) -> bool:
    """Whether the block asks readers to give, sign up, subscribe, follow or write in, outside of any quotation."""
    if block.length > _LONGEST or block.quotation or APPEALING.isdisjoint(block.words):
        return False
    said = unquoted(block)
    to_readers = re.search(r"\byour?\b", said) and not _MYSELF.search(_outside_quotes(block))
    sure = _SURE.search(said) or (to_readers and _STAFF.search(said))
    return bool(sure) and not _SAID.search(said)


def _outside_quotes(block: Block) -> str:
    return _QUOTED.sub(" ", block.plain)


def unquoted(block: Block) -> str:
    """Return the block's words outside quotations, in small letters."""
    return _QUOTED.sub(" ", block.low)


def _same_voice(block: Block) -> bool:
    said = _outside_quotes(block)
    return block.length <= _LONGEST and bool(_VOICE.search(said)) and not _SAID.search(said)
