"""Notices that stand anywhere in a text of some length: legal ones, editors' notes and credits, cookies."""

from __future__ import annotations

from retrieval.cleaning.blocks import Weight
from retrieval.cleaning.kinds import kind

LEGAL = kind(
    "legal notice",
    Weight.END,
    1_500,
    r"\blinks? (?:below|above|on this|in this)\b.{0,60}\b(?:earn|commission|paid)\b|(?<!\w)©|\(c\) ?(?:19"
    r"|20)\d\d|copyright (?:©|\(c\)|(?:19|20)\d\d)|all rights reserved|alle rechte vorbehalten"
    r"|tous droits réservés"
    r"|todos los derechos",
    r"(?:may|must|can) ?not be (?:published|reproduced|redistributed|copied|broadcast|rewritten)",
    r"registered (?:in england|office|trademark|company|number)|company (?:registration )?(?:no"
    r"|number)\b|vat (?:reg|no|number)",
    r"(?:terms (?:of (?:use|service|sale)|(?:and|&) conditions)|privacy (?:policy|notice|statement"
    r"|settings)|cookies? (?:policy|notice"
    r"|settings|preferences)|nutzungsbedingungen|datenschutzerklärung).{0,200}(?:apply|agree"
    r"|acknowledge|policy|terms|contact|cookie|rights"
    r"|california|accessib|sitemap|advertis|accept|consent)",
    r"protected by recaptcha|market data provided|quotes (?:displayed|delayed)"
    r"|delayed (?:by )?at least \d+ min|data (?:is )?provided by"
    r" (?:refinitiv|factset|lseg|morningstar)|powered and implemented",
    r"^our standards: .{2,60}$"
    r"|independent press standards organi[sz]ation|editors'? code of practice|is regulated by ipso"
    r"|press complaints"
    r"|complaints? (?:procedure|policy)|our editorial (?:standards|guidelines)",
    r"(?:read|see) the (?:rules|terms) .{0,60}\bterms of (?:use|service)"
    r"|\bamazon (?:services llc )?associates program|published under a creative commons"
    r"|except where otherwise noted|\bcommunity guidelines\b.{0,20}$|licen[sc]ed under cc\b|^suggested citation\b",
    r"do not sell (?:or share )?my|your (?:us )?(?:state )?privacy (?:rights|choices)"
    r"|\byour information may be (?:shared|used)\b"
    r"|california (?:privacy|consumer)|affiliate (?:commission"
    r"|links?)|earn (?:a )?(?:small )?commission|we may (?:earn|receive|get) .{0,40}(?:commission|money"
    r"|compensation)",
    r"not responsible for (?:the )?(?:content|external)|external (?:sites|links)|the views expressed"
    r"|views and opinions expressed"
    r"|does not (?:necessarily )?(?:reflect|represent) the (?:views|opinion)",
    whole=False,
)

CREDITS = kind(
    "editors' note",
    Weight.INSERT,
    600,
    r"^(?!.*\b(?:found|finds|finding|shows?|showed|says?|said|suggests?|suggested|has|have|had)\b)"
    r"\W*(?:additional |further )?(?:reporting|writing|edited|editing|compiled|written|translated"
    r"|translation|produced|production|research"
    r"|words|story|text|graphics?|illustrations?|photography|mit material)(?: \w+){0,3} (?:by|von"
    r"|für) [^.]{2,160}[.;)]?$",
    r"^\W*(?:with|includes?|contains?) (?:additional )?(?:reporting|files|information|inputs?|material"
    r"|wires?|agenc\w+)\b.{0,120}$",
    r"^\W*contributing(?: (?:writers?|reporters?|editors?))? ?: .{2,200}$"
    r"|^\W*(?:[\w'.]+,? ){1,14}contributed reporting\b.{0,120}$|contributed to (?:this|the) (?:report"
    r"|story|article)",
    r"^\W*(?:this (?:article|story|post|piece|headline|report|version|interview|column|page)"
    r"|the (?:headline|original version))\b.{0,60}"
    r"(?:was|has been|is|first|originally|been) ?(?:also )?(?:first |originally |updated|amended"
    r"|corrected|published|edited|produced|adapted|part of"
    r"|syndicated|republished|provided|supported|based|generated|auto|clarified|appeared|excerpt).{0,300}$",
    r"^\W*the (?:post|article|entry|story) .{1,200}(?:appeared first|first appeared) (?:on|in|at) .{2,60}$",
    r"^\W*(?:originally|first) (?:published|posted|appeared) (?:at|on|in|by) .{2,240}$"
    r"|^\W*(?:this|the) (?:article|story|piece) appears in .{2,30}\b(?:issue|edition|magazine|versions?)\b"
    r".{0,120}$",
    r"^\W*this (?:article|story|page) (?:is|was published) (?:more than|over) .{1,20} (?:old|ago)\W*$"
    r"|^\W*this is a (?:developing|breaking)(?: news)? story\b.{0,90}$",
    r"^\W*(?:correction|clarification|editor'?s note|update(?=.{0,90}$|.{0,90}\b(?:story|article|post|headline)\b)"
    r"|note to readers|disclosure|disclaimer"
    r"|korrektur)s?\b ?(?:\(.{0,40}\))?:.{0,600}$",
    r"^(?=.*\b(?:owns? shares|ha(?:s|ve) no position|holds? (?:no )?positions?) (?:of|in)\b).{0,80}\b"
    r"(?:owns?|has|have|holds?|recommends?)\b.{0,300}$",
    r"^\W*(?:source|quelle|via) ?: .{1,80}$"
    r"|^\W*(?:\w+ ){1,4}(?:dpa|afp|reuters|apa|ansa|efe|pti|ani|ians)(?:/\w+)* ?$",
    whole=False,
)

COOKIES = kind(
    "cookie notice",
    Weight.EDGE,
    1_500,
    r"\b(?:use|uses|using|accept|allow|set|store|place|essential|necessary|functional|analytics"
    r"|third[- ]party|verwenden|akzeptieren"
    r"|utilisons) (?:of )?(?:all )?(?:\w+ )?cookies|cookies? (?:and (?:similar|other)|on your (?:device"
    r"|computer)|to (?:improve|personali|ensure"
    r"|enhance|provide|give|make|serve))|(?:manage|reject|withdraw) .{0,30}(?:cookies|consent"
    r"|preferences)|we and our .{0,20}partners"
    r"|^(?:performance|analytical|advertise?ment|targeting|functional|(?:strictly )?necessary) cookies"
    r" (?:are|help)\b"
    r"|we value your privacy|your (?:consent|data) .{0,60}partners|legitimate interest.{0,60}(?:consent"
    r"|partners|vendor)",
    r"^(?:accept|reject|allow|agree|decline|manage|ok|got it|i accept|i agree|continue|dismiss"
    r"|no thanks|maybe later|not now)"
    r"(?: (?:all|cookies|and (?:continue|close)|preferences|settings|options))*[.!]?$",
    whole=False,
)
