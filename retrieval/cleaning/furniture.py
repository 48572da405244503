"""What a page says on its own behalf, told by its wording, with the reason that is given for dropping it.

Kinds are tried in order; a pattern sees the folded text in small letters (straight quotes, single spaces).
`longest` keeps it from judging a paragraph by a phrase: a label is short, a legal notice may be long.
"""

from __future__ import annotations

from retrieval.cleaning.blocks import Block, Verdict, Weight, remembered
from retrieval.cleaning.kinds import Kind, kind
from retrieval.cleaning.notices import COOKIES, CREDITS, LEGAL

_NUMBER = r"\d[\d,.]*[km]?"
_AGO = (
    r"(?:an?|\d+) ?(?:s|sec|m|mins?|h|hrs?|d|w|mo|y|seconds?|minutes?|hours?|days?|weeks?|months?"
    r"|years?)(?: ago)?"
)
_SITE = (
    r"(?:facebook|twitter|x|whatsapp|linkedin|e-?mail|pinterest|reddit|telegram|messenger|flipboard|instagram"
    r"|tiktok|youtube|tweet|threads|bluesky|mastodon|tumblr|snapchat|google news|print|copy link"
    r"|link|sms|pocket|line|viber)"
)
_OTHERS = (
    r"(?:(?:the )?(?:latest|more|most|other|top|our|related|recommended|trending|popular|further"
    r"|similar|recent|also|"
    r"next|previous|featured|promoted|sponsored|editor'?s?'?|editors'?|must|hot|breaking|today'?s|daily"
    r"|live|local|"
    r"don'?t|up|you|what|best|best of|around|elsewhere|discover|keep|continue|read|now|people|readers|in)\b)"
)

KINDS: tuple[Kind, ...] = (
    kind(
        "advertisement",
        Weight.INSERT,
        160,
        r"advertise?ment\b.{0,40}|(?:skip |close |end of )?(?:advert|advertisement|advertising|ad|ads"
        r"|anzeige|werbung|publicité|publicidad)"
        r"(?: \d+)?(?: (?:feedback|content|choices|break))?",
        r"(?:article|story|post|content|text|beitrag) (?:continues|resumes|follows)(?: (?:below|after"
        r"|under)\b.*)?",
        r"(?:scroll|keep scrolling|continue reading|read on|please scroll|continue) (?:down )?(?:below"
        r"|to continue|for more"
        r"|the main story|after the ad\w*).{0,60}",
        r"(?:loading|buffering|please wait)\W*(?:audio|video|comments|more|article|\w+)?\W*",
        r"sponsored(?: by:? .{1,90})?|paid (?:post|content|for by .{1,40})|promoted|partner content"
        r"|in (?:association|partnership) with\s?.{1,40}|(?:add to cart|buy now|view price|check price)\b.{0,90}",
        r"(?:your browser|this (?:video|browser|content)|the video) (?:does|is|can|could|has)(?: not|n'?t"
        r"| cannot).{0,110}",
        r"(?:to (?:view|play|watch) this (?:content|video)|please enable javascript|enable javascript"
        r"|javascript is).{0,140}",
        r"(?:turn to|continued on|continues on|see) page \d+\b.{0,60}|(?:show|load|allow|view) (?:external"
        r"|embedded|third-party) content.{0,40}",
        r"this field is for validation.{0,60}|.{2,40} ?\(required\)|fields marked .{0,40} required",
        r"become an? (?:[\w.&'-]+ ){0,4}(?:sponsor|supporter|patron|subscriber|member)(?: today| now)?[.!]?",
        r"report (?:this )?ad|why this ad\?|remove ads|we are sorry, this (?:feature|content) .{0,100}",
        r"(?:sorry,? )?(?:an?|there was an|some) (?:\w+ )?error (?:has |have )?occurred\b.{0,80}"
        r"|(?:oops|sorry)?\W*something went wrong\b.{0,80}\b(?:try|again|reload|refresh)\b.{0,40}",
    ),
    kind(
        "sound or video player",
        Weight.INSERT,
        140,
        r"(?:now )?(?:listen|hear|hör)(?:en)?(?: (?:to|now to))? (?:this|the|diese\w*|our)?\s?(?:article"
        r"|story|episode|podcast|audio"
        r"|full interview|artikel|section)?(?: \(?\d.{0,20})?",
        r"artikel (?:anhören|merken|teilen|drucken|verschenken)|(?:offrir|écouter|partager|imprimer) (?:l'"
        r"|cet? )?article|escuchar(?: (?:el )?artículo)?",
        r"listen to this (?:article|story) with .{2,40}"
        r"|.{0,40}\btext-to-speech (?:service|player|feature)\b.{0,60}",
        r"listen(?: now| live| here)?(?: ?[-·•|(]? ?\d+:\d+\)?| \d+ min\w*)?|(?:play|pause|mute|unmute"
        r"|replay|stop)(?: (?:video|audio|now))*",
        r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?: ?/ ?(?:\d{1,2}:)?\d{1,2}:\d{2})?",
        r"(?:media|video|audio) (?:caption|player|playback|unavailable|playing).{0,100}"
        r"|media is unsupported.{0,80}",
        r"(?:this )?(?:video|audio|recording|article|story) (?:is )?(?:automatically )?(?:generated"
        r"|can not be played|cannot be played"
        r"|read by).{0,80}",
        r"(?:watch|video|audio|podcast|gallery|photos?|pictures?|in pictures|slideshow|listen|interactive"
        r"|graphic|infographic)\s?"
        r"(?:\d+:\d+|\(\d+.*\))?",
        r"(?:next|previous|prev|up next|close|expand|enlarge|zoom|open|hide|show|toggle|view) ?(?:image"
        r"|images|photo|photos|slide"
        r"|gallery|caption|captions|fullscreen|full screen|transcript|in full screen|video|all \d+"
        r"|\d+ (?:images|photos))?",
        r"(?:(?:image|slide|photo|picture) )?\d{1,3} ?(?:/|of) ?\d{1,3}(?:\W.{0,60})?|show all(?: \d+)?"
        r"|.{0,60}\bshow all \d+",
        r"video ad feedback\b.*|just watched\b.*|must watch\b.*|replay more videos.*|now playing\b.*"
        r"|(?:\d+:\d+ )?[-•] source: \w+.*",
        r"\[\+\] ?enlarge|(?:slideshow|gallery|photos?) ?\( ?\d+ (?:images|photos|pictures) ?\)|pdf version"
        r"|(?:automatically|auto-?) ?generated transcript.{0,60}",
        r"volume \d+%?|(?:current|remaining|total) time.{0,20}|duration.{0,20}|autoplay.{0,20}|live\W{0,3}"
        r"|captions? (?:on|off)",
    ),
    kind(
        "link to another story",
        Weight.INSERT,
        400,
        r"(?!(?:background|analysis|explained|explainer|opinion|comment|look|live|interview|profile|feature|review)"
        r": .{90,}\.$)"
        r"(?:\W{0,4}|click )(?:read|see|hear|watch|listen|more|related|also|recommended|in depth|analysis"
        r"|explained|explainer|opinion"
        r"|comment|exclusive|gallery|video|videos|podcast|don'?t miss|must read|next|up next|background"
        r"|trending|live|look|quiz"
        r"|interview|timeline|factbox|podcast|newsletter|mehr|lesen sie (?:auch|mehr)|mehr zum thema"
        r"|lire aussi|lire|lea también"
        r"|leggi anche|lees ook|читайте (?:також|также)|дивіться також|також читайте|läs också|les også"
        r"|også|review|feature|profile|in pictures)"
        r"(?: (?:more|also|next|this|now|here|it|on this|story|stories|article|articles|coverage|reading"
        r"|read|links?|content|news"
        r"|video|live|too|below|in full|on|from .{2,30}|in .{2,30}))*"
        r"(?: \(.{1,30}\))? ?(?::|\||>|»|→|- (?=[A-Z]))\s*(?:\S.*)?",
        r"(?:recommended|related) \S.{30,}|.{20,}(?:…|\.\.\.)\W{0,3}read more(?: .{0,30})?",
        # A headline in brackets: without a full stop, or in two sentences. One whole sentence may be an aside.
        r"\[(?:[^\[\]]{15,140}[^.!?\[\]]|[^\[\].!?]{10,90}[.!?] [^\[\]]{5,90})\]",
        r"\[(?:read|see|learn|listen to|watch|sign up|follow) [^\[\]]{10,140}\]",
        r"\(?see (?:also |the |our |more |all |top |\d+ )?(?:photos?|pictures|pics|videos?|cartoons?|list|gallery)"
        r"\b[^.]{0,80}\.?\)?",
        r"(?:read|see|view|show|hear|watch|find|load|get|click for|tap for|mehr) (?:more|also|less|all|next"
        r"|the full (?:story|article|report)"
        r"|full (?:story|article|coverage)|our|the story)(?: (?:about|on|from|here|at|of|in|stories"
        r"|articles|coverage|news|like this"
        r"|posts|information|details|videos?|photos?|results)\b.{0,90})?",
        r"(?:more|you can (?:also )?(?:read|find|see|follow)|click here|go here|tap here|follow|read"
        r"|see) .{0,110}\b(?:here|online|below)",
        r"(?:for (?:more(?! than)|the latest|all the latest|breaking|daily)\b(?=.*\b(?:news|stories|updates"
        r"|information|visit|click|follow|here|see|read|listen|watch|check|go to|coverage|tips|details|subscribe"
        r"|sign|download|head|on this)\b)"
        r"|to (?:read|see|learn|find out|hear) more\b).{0,180}",
        r"(?:new ?)?you can now listen to .{2,60}|(?:the |our |free )*(?:daily|weekly|morning|evening"
        r"|email) newsletters?",
        r"(?:see|watch|view) (?:the |a )?(?:video|photos|pictures) (?:of|from) [^.]{4,90}|"
        r"(?:.{0,60}\btop headlines are here. )?check out what'?s (?:clicking|trending|happening) on .{2,40}",
        r"(?:get|catch up on|keep up with|stay (?:up to date|across|tuned|informed)|check out"
        r"|don'?t miss)\b.{0,160}"
        r"(?:news|stories|updates|latest|headlines|here|inbox|coverage|videos|app)(?:: .{0,60})?",
    ),
    kind(
        "heading of other stories",
        Weight.END,
        70,
        rf"{_OTHERS}(?: (?:news|stories|story|articles?|items?|reads?|read|reading|posts?|coverage|content|links?"
        rf"|topics?|tags?|videos?|headlines"
        r"|picks?|choice|from|on|in|of|for|you|by|to|the|us|this|week|today|day|section|now|like|may|might"
        r"|also|be|interested|enjoy|love"
        r"|are|miss|next|watch|watched|viewed|popular|shared|commented|discussed|active|recent|updates"
        r"|around|web|world|site|here|uk"
        r"|opinion|features|author|topic|series|galleries|photos|podcasts|selection|recommendations|and|&"
        r"|your|area|\d+|it|stay"
        r"|discussion|reading|sport|business|politics|local|national|international|entertainment|on this"
        r"|story|read))+",
        r"(?:related|recommended|recommendations|trending|popular|headlines|latest|most popular|most read"
        r"|most viewed|most shared|top stories"
        r"|editor'?s picks?|editors' picks?|more stories|also read|read also|read next|up next|suggested"
        r"|similar|spotlight|highlights"
        r"|taboola|outbrain|from our partners|from the web|around the web|around the network"
        r"|what to read next|explore more"
        r"|you may (?:also )?(?:like|have missed)|you might (?:also )?(?:like|have missed)"
        r"|in case you missed it|popular now|just in"
        r"|ähnliche artikel|mehr zum thema|meistgelesen|das könnte sie auch interessieren|zum thema"
        r"|lesen sie auch|à lire aussi"
        r"|sur le même sujet|les plus lus|te puede interesar|más leídas|lo más visto)",
        r"(?:also know|also today|on [a-z' ]{3,30} today|elsewhere|further reading|more on this(?: story"
        r"| topic)?|about the author|about us)",
        r"(?:see|view|read) (?:more|all)(?: more)?\b.{1,40}",
        r"(?:more|latest|top|best) (?:from|in|on) .{2,40}|.{2,30} (?:right now|trending now)|(?:trending"
        r"|popular) (?:on|in) .{2,30}",
    ),
    kind(
        "comments",
        Weight.STOP,
        140,
        rf"(?:view |show |see |read |hide |load |all |post |leave |add |write |make )*(?:a |the |your "
        rf"|all |readers?'? |user )*(?:{_NUMBER} )?"
        rf"(?:visitors?'? )?(?:comments?|responses?|replies|kommentare?|commentaires?|réactions?|comentarios"
        rf"|reacties|komentarze)(?: ?\(?{_NUMBER}\)?"
        rf"| section| on this (?:story|article)"
        r"| are closed\.?| policy| below| here|\W{0,3} ?sort by.{0,30})?",
        r"(?:join|start|be part of) the (?:conversation|discussion|debate)(?: ?\(.{0,20}\))?|have your say"
        r"|what do you think\??(?: .{0,60}comments.{0,20})?"
        r"|share your (?:thoughts|views|opinion)\b.{0,60}|leave a (?:comment|reply).{0,30}"
        r"|be the first to comment.{0,20}"
        r"|conversation guidelines|comments are (?:closed|moderated).{0,60}|sort(?:ed)? by:? .{0,30}"
        r"|\d+ of \d+ comments.{0,20}"
        rf"|(?:{_NUMBER}|one) (?:comments?|responses?|replies|thoughts?|réponses|kommentare) (?:to|on|zu|à) "
        r".{1,120}"
        r"|(?:visitor |reader )?comments add (?:your|a) comment"
        r"|(?:top|best|newest|featured|recent)(?: rated)? comments"
        rf"|\[ ?{_NUMBER} comments? ?\]"
        r"|(?:newest|oldest|best|top|most liked) (?:comments|first)|diskutieren sie mit"
        r"|schreiben sie einen kommentar",
        r"please (?:keep|be) .{0,30}\b(?:comments?|civil|respectful)\b.{0,160}"
        r"|(?:please )?(?:log|sign) ?in(?: here)? to (?:leave|post|add|make|write) (?:a )?"
        r"(?:comment|reply).{0,30}",
    ),
    kind(
        "note to editors",
        Weight.STOP,
        600,
        r"ends?|-+ ?ends? ?-+|nnnn|-30-|#{2,}|notes? (?:to|for) (?:the )?editors?\b.*|(?:media"
        r"|press) (?:contacts?|enquir\w+|inquir\w+)\b.{0,200}",
        r"(?:advisory|editors|subscribers|clients)\s?:.*|for (?:further"
        r"|more) information,? (?:please )?(?:contact|call|visit)\b.*",
    ),
    kind(
        "an agency's note on who wrote this",
        Weight.STOP,
        600,
        r"\(?(?:reporting|writing|compiled)(?: and (?:writing|editing))? by .{2,400}[;,] ?"
        r"(?:additional .{2,200}; ?)?(?:editing|writing) by .{2,200}\)?",
    ),
    kind(
        "comments",
        Weight.END,  # what is below a comment is the next one
        60,
        r"\W{0,3}(?:reply|report (?:abuse|comment|post|this comment)|flag(?: as inappropriate| comment)?|permalink"
        r"|mark as spam|antworten|répondre|responder|valorar|rispondi|odpowiedz|ответить|відповісти"
        rf"|signaler(?: un abus)?)(?:[ ·|,/-]+(?:reply|report|like|share|flag|permalink|{_NUMBER}|{_AGO}))*",
    ),
    kind(
        "comments",
        Weight.EDGE,
        60,
        r"(?:reply|report|like|share|flag|upvote|downvote|permalink|quote|dislike|recommend|edit|delete"
        r"|show replies|antworten|répondre)"
        rf"(?:[ ·|,/-]+(?:reply|report|like|share|flag|permalink|quote|dislike|recommend|{_NUMBER}|{_AGO}))*",
        rf"rating:? ?{_NUMBER} votes?|(?:reply|like|likes?|up|down|votes?) ?\(?{_NUMBER}\)?"
        rf"|{_NUMBER} (?:replies|reply|likes?|upvotes?|points?|votes?)",
        r"(?:posted|submitted|soumis|publicado|enviado|inviato|geplaatst) (?:by|par|por|da|door):? [^.!?]{2,40}"
        r"[,|·-] ?.{0,25}\b\d{4}\b.{0,6}\b\d{1,2}[:.h]\d\d.{0,6}"
        r"|[^.!?]{2,40} (?:a répondu|replied|hat geantwortet|respondió) .{0,40}",
        r".{1,40} (?:says|said|wrote|schrieb) ?:?(?: (?:on )?\w+ \d{1,2}.{0,30})?$(?<=[:\d])",
    ),
    kind(
        "sharing and following",
        Weight.EDGE,
        130,
        r"share all sharing options.*|.{3,60}\barchive page",
        rf"(?:share|teilen|partager|compartir)(?: (?:this|on|via|with|it|page|article|story|post|link"
        rf"|full article|the|by|to|auf))*"
        rf"(?:[ ,/|·]*{_SITE})*|(?:{_SITE}[ ,/|·&]*)+(?:icon|logo|share)?",
        rf"(?:share|post|tweet|pin|send|save|bookmark|print|e-?mail|copy|gift|give|download)(?: (?:this|an?"
        rf"|the|to|on|by|in|your|page"
        rf"|article|story|post|link|url|link copied|read later|list|pdf|free|{_SITE}))*",
        rf"(?:follow|like|find|join|visit|subscribe|connect with|contact|email|message)(?: (?:us|me|him|her"
        rf"|them|@\w+|[a-z'-]+ [a-z'-]+"
        rf"|our|the|[\w' ]{{1,30}}))?(?: (?:on|at|via|to|in|and|or|our|channel|page|{_SITE}"
        rf"|,))+(?: ?@?[\w.]{{1,30}})?",
        rf"{_NUMBER} ?(?:shares?|comments?|views?|likes?|claps?|followers|retweets|replies"
        rf"|reads)(?: .{{0,30}})?",
        r"(?:link )?copied(?: to clipboard)?!?|copy link|copy this link|bookmark(?:ed)?|save(?: for later)?"
        r"|saved|text size|font size|a\+? ?a-?"
        r"|(?:add|make|set) .{1,40} (?:as|to|on) (?:a |your )?(?:preferred|google|home|favou?rite).{0,40}"
        r"|google preferred source"
        r"|read in (?:the )?app|open in app|comment|comments|gift article|resize text|small|medium|large"
        r"|increase|decrease|share your story"
        r"|unlock .{0,40}",
        r"(?:\d+|an?|one|two|three|four|five|six|ten) ?-?(?:min|mins|minute|minutes)(?: read)?|(?:reading"
        r"|read|lesezeit|temps de lecture|tiempo de lectura|czas czytania) ?(?:time)?:? .{0,20}"
        r"min\w*|est\.? reading time.{0,20}",
    ),
    kind(
        "navigation",
        Weight.EDGE,
        120,
        r"(?:skip|jump|go back)\b[^.]{0,40}[.:] ?(?:skip|jump|go back|back) to:? .{2,40}",
        r"(?:skip|jump|back|return|go) (?:to|back) ?(?:the |main |top|content|navigation|home|footer|search"
        r"|homepage|page|results|menu|\w+)*",
        r"(?:open|close|toggle|show|hide|main|site|sub|full|primary|secondary)?\s?(?:menu|navigation|nav"
        r"|search|sidebar|submenu)(?: .{0,30})?",
        r"(?:home|homepage|startseite|accueil|inicio|search|login|log ?in|log ?out|sign ?in|sign ?out"
        r"|sign ?up|register|subscribe|subscribe now"
        r"|subscriptions?|my account|account|anmelden|abo|newsletters?|notifications?|alerts?|donate"
        r"|contribute|support us|shop|store"
        r"|jobs|weather|horoscopes?|crosswords?|puzzles|games|obituaries|classifieds?|e-?paper"
        r"|today's paper|archives?|contact(?: us)?"
        r"|about(?: us)?|help|faqs?|feedback|sitemap|site map|accessibility|advertise(?: with us)?|privacy"
        r"|terms|cookies|edition"
        r"|english|deutsch|français|español|more|all|sections|topics|tags?|categories|filed under|world"
        r"|news|sports?|business|tech"
        r"|technology|science|health|culture|arts|lifestyle|life|travel|opinion|politics|entertainment"
        r"|money|economy|climate|environment"
        r"|video|videos|audio|podcasts?|tv|radio|live|us|uk|europe|asia|africa|americas|australia"
        r"|middle east|food|fashion|style|books|music"
        r"|film|football|cricket|rugby|tennis|golf|education|society|weekend|magazine|investigations"
        r"|corrections|careers|apps?|rss|feeds?"
        r"|impressum|datenschutz|agb|kontakt|hilfe|wetter|kultur|politik|wirtschaft|panorama"
        r"|wissen)(?:\W+(?:\w+\W?){0,3})?"
        r"(?<!\w{12}[.!?])",
        r"(?:[^|•·>/.。]{1,30}(?:\||•|·|>|/)\s?){2,}[^|•·>/.。]{1,30}",
        r"(?:previous|next|prev|older|newer|earlier|later)(?: (?:article|story|post|page|posts|stories"
        r"|slide))?(?:\s?:.{0,150})?",
        r"(?:page )?\d+(?: (?:of|/) \d+)?|\d+(?: \d+)+(?: next)?|switch to .{0,40}|select (?:a |your )?\w+"
        r"|choose .{0,30}|edition .{0,20}",
        r"(?:buy|shop|order|book|notify|get|view|see) (?:now|me|it|deal|offer|price|at .{2,30}|tickets?)"
        r"|(?:in|out of) stock.{0,40}|(?:from )?[£$€]\d[\d.,]*(?: ?[£$€]\d[\d.,]*)?"
        r"(?: .{0,30})?|was this (?:article |page |story )?(?:helpful|useful|interesting)\??"
        r"|want to (?:read|know|see|hear|learn) more\??|show (?:\d+ )?more(?: \w+)?",
        r"#\w+(?:[ ,]+#\w+)*|(?:topics?|tags?|filed (?:under|to)|in this (?:article|story)|keywords?|categories"
        r"|themen|schlagwörter) ?:.{0,110}",
    ),
)

PHRASED: tuple[Kind, ...] = (*KINDS, COOKIES, LEGAL, CREDITS)


COMMENTS = next(
    kind.verdict for kind in KINDS if kind.verdict.reason == "comments" and kind.verdict.weight is Weight.STOP
)


@remembered
def furniture(block: Block) -> Verdict | None:
    """Return the verdict on a block whose wording shows that it is the page's own, None on any other."""
    low = block.low
    return next((kind.verdict for kind in PHRASED if len(low) <= kind.longest and kind.pattern.search(low)), None)
