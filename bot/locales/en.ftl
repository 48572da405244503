# Every sentence that Cuttings says, in English. The other languages beside this file have the same keys.

language-name = English

## Lists

list-two = { $first } and { $last }
list-many = { $first }, and { $last }
quoted = "{ $word }"
and-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}

## Facts of an article

heading = { $rank } · { $where }
place = { $outlet } · { $date }
summary-of = Our summary of { $outlet } · { $date }
outlet-unknown = Outlet unknown
undated = undated
inferred = { $date } (inferred)
date-span = { $first } to { $last }
date-since = since { $first }
date-until = until { $last }

## Nothing to quote

found-nothing = I found no passage on this.
absent = { $count ->
    [one] { $words } occurs in
   *[other] { $words } occur in
} { $articles ->
    [one] no part of the one article here.
   *[other] none of the { $articles } articles.
}
empty-collection = There are no articles here yet, so I have nothing to quote from.
english-only = I look for the words of the question, and the articles are searched as English text; asking in English may find more.
suggestion = Did you mean: { $question }
no-outlet = { $count ->
    [one] There is no article from { $outlets } here.
   *[other] There are no articles from { $outlets } here.
}
nothing-in-range = No article here is within the limit of your question ({ $filters }).
there-is = There is: { $list }.
outlet-span = { $outlet } ({ $articles ->
    [one] one article, { $dates }
   *[other] { $articles } articles, { $dates }
})
talk-greeting = Hello! Ask me about anything in the articles, and I answer with their own words.
talk-thanks = You are welcome. Ask again whenever you like.
talk-blank = Ask me a question in a few words, and I look for it in the articles.
talk-stop_words = Those words are too common to look for. Name a person, a place or a thing.

## Filters

filter-phrase = "{ $words }"
filter-exclude = without { $words }
order-newest = newest first
order-oldest = oldest first
limited-to = Limited to: { $filters }
ordered = In order: { $filters }

## Beside an excerpt

also-in = Also in: { $places }
speaker = Earlier in the article: { $sentence }
day-note = { $words } = { $day }
newer = Newer here: { $outlet }, { $date }
plain-title = Title: { $title }
plain-quote = Text:
plain-summary = Our summary:

## Buttons

button-more = More
button-earlier = Earlier
button-unlimited = Ask without the limit
button-suggested = Ask: { $question }
button-newer = Newer here
button-context = Context
button-source = Source
button-why = Why
button-cite = Cite
button-back = Back
button-copy = Copy citation
button-copy-link = Copy link
button-return = Back
button-audit = Kept and dropped
button-erase = Delete what I asked

press-too-late = I no longer have what the buttons of this answer need: I keep it for { $days ->
    [one] a day
   *[other] { $days } days
}. Please ask again.
press-not-yours = Only the one who asked, and admins, can turn the pages here. Ask your own with /ask.
press-unknown = This button does nothing any more. Please ask again.
press-gone = Too late: the message with this button is gone, or I may not change it any more. Please ask again.
press-no-more = There is nothing more on this.

## One paragraph

context-heading = { $where } · around paragraph { $number }
passage-changed = This paragraph has changed since; this is how it reads now.
passage-replaced = That paragraph has changed since, and its words are no longer here. The article is: { $where }, { $title }
passage-gone = That paragraph is not in my collection, or no longer.
passage-withdrawn = That paragraph was withdrawn.
field-outlet = Outlet
field-basis = { $value }, rests on: { $basis }
field-date = Date
field-title = Title
field-authors = By
field-link = Link
field-paragraphs = Paragraphs
field-copies = Also in
field-kind = Note
field-kind-brief = our own summary of the article, not its words
field-file = File
field-citation = To cite
field-passage = This paragraph
untitled = (no title)
article-gone = That article is no longer in my collection.
why-matched = Has these words of the question
why-missing = Does not have
why-added = Also looked for

## Questions

ask-prompt = What is your question? Reply to this message with it.
ask-placeholder = Your question
too-long = Your question has { $length } characters; the longest I take is { $longest }. Please shorten it.
wait = Too many questions within a minute, so I leave this one, and those that follow at once, unanswered. Please ask again in { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
}.
only-words-sticker = A fine sticker. I can only look up words, though: ask me something in writing.
only-words-voice = I cannot listen, I am afraid. Please write your question.
only-words-photo = I cannot look at pictures. Please write your question, or send it as a caption.
only-words-other = I can only look up words. Please write your question.
no-words-there = There are no words in that message that I could look up.
went-wrong = Something went wrong on my side, so I have no answer to this. It is noted; please try again later.
maybe-lost = My answer may not have reached you. If it has not, please ask again.
not-ready = My articles are being prepared and cannot be asked yet. Please try again in a few minutes.
see-log = see the log

## Commands

command-start = What I do, and questions to try
command-help = How to ask
command-ask = Ask a question
command-sources = The articles that I answer from
command-latest = The newest on something
command-timeline = Something in order of date
command-check = Is a quotation word for word?
command-settings = Choices for this chat
command-privacy = What I keep, and deleting it
command-reindex = Bring the index up to date
command-status = Articles, index and what waits

start = Ask me, and I answer with the best-matching excerpts of the articles I have, each with its outlet and date. I never write an answer of my own, and I say so when the articles do not say.
about = I have { $articles ->
    [one] one article
   *[other] { $articles } articles
}, { $dates }.
try = Try:
help-private = Write any question, in a few words or in a sentence. I answer with excerpts of the articles, each with outlet and date; a number below opens one.
    Limit a question by naming an outlet or a time in it: "from LBC", "in January 2022". Put words that have to stand together in quotation marks.
    Reply to an answer to ask further within it; edit your question, and I edit my answer. Forward me a message, and I look up what it claims.

    /latest words: the newest first
    /timeline question: in order of date
    /check "words": is a quotation word for word?
    /sources: the articles, or those of one outlet; a number opens one
    /settings: language, number of excerpts, plain mode
    /privacy: what I keep, and deleting it
    In any other chat: @{ $bot } words
help-admin = For you as an admin:
    /reindex: bring the index up to date
    /status: articles, index and what waits
help-group = /ask question: I answer with an excerpt, its outlet and date. As a reply to somebody's message, /ask alone looks up what it claims.
    Replying to my message asks further; so does mentioning me, @{ $bot }.

    /latest words, /timeline question, /check "words", /sources
    /settings: for admins of this group
help-group-privacy = As long as my privacy mode is on, Telegram brings me commands and replies for certain, but mentions not always: /ask is the sure way.
unknown-command = I do not know that command. /help lists those that I know; anything else you write is a question.
sources = { $articles ->
    [one] One article
   *[other] { $articles } articles
}{ $pages ->
    [one] {""}
   *[other] {" "}(page { $page } of { $pages })
}
audit = { $where } · kept: { $kept }, dropped: { $dropped }{ $pages ->
    [one] {""}
   *[other] {" "}(page { $page } of { $pages })
}
audit-kept = kept
audit-dropped = dropped ({ $reason })
audit-not-there = I cannot read this article's source as I did when I indexed it: it has changed or moved, or I was updated since. Try again after /reindex.
latest = The latest:
no-such-outlet = I have no article from "{ $outlet }".
privacy = What you ask is looked up here and sent nowhere else. I keep your question with my answer for { $days ->
    [one] a day
   *[other] { $days } days
}, so that the buttons below it work, and then delete it. A question that could not be answered is kept as long, for whoever runs me to find the fault. What is chosen with /settings stays until it is changed.
    The button deletes now what you have asked. The buttons below my earlier answers to you then no longer work.
erased = Deleted: what you asked is kept no longer.

## Admins

not-admin = This is for those who run me.
not-admin-how = Your numeric id is { $id }. If you run this bot, add it to config.toml:
    {"["}telegram]
    admins = [{ $id }]
reindex-started = Bringing the index up to date …
reindex-busy = A reindex is running already.
reindex-reading = Reading: { $done } so far …
reindex-reading-of = Reading: { $done } of { $total } …
reindex-indexing = Indexing: { $done } so far …
reindex-indexing-of = Indexing: { $done } of { $total } …
reindex-done = Done in { $seconds } s: { $added } added, { $changed } changed, { $removed } removed. { $articles ->
    [one] One article
   *[other] { $articles } articles
} now.
reindex-nothing = Nothing changed ({ $articles ->
    [one] one article
   *[other] { $articles } articles
}, { $seconds } s).
reindex-not-read = { $count ->
    [one] One source could not be read:
   *[other] { $count } sources could not be read:
}
reindex-failed = The reindex failed; the index before it goes on answering. Reason: { $why }
status-articles = { $articles ->
    [one] One article
   *[other] { $articles } articles
}, { $paragraphs ->
    [one] one paragraph
   *[other] { $paragraphs } paragraphs
}
status-briefs = Of these, our own summaries: { $briefs }
status-generation = Generation { $number }
status-built = Built { $moment }
status-reindexing = A reindex is running
status-waiting = Updates waiting: { $count }
status-failed = Updates that failed, kept so that you can look into them: { $count }

## Groups

hello-group = Hello! /ask a question, and I answer with excerpts of the articles I have, with outlet and date.
    Reply to somebody's message with /ask to look up what it claims. /help tells more.
not-here = I am set up for other groups only, so I leave this one. Whoever runs me can add it to telegram.allowed_chats.

## Settings

settings-private = What do you prefer? Excerpts in an answer, language, plain mode for screen readers.
settings-group = What holds for this group? Excerpts in an answer, language, plain mode for screen readers, who turns pages, silence where nothing is found, topics.
settings-not-yours = Only admins of this group can choose that.
settings-language-own = As in Telegram
settings-plain = Plain mode
settings-paging = Everyone may turn pages
settings-quiet = Silent where nothing is found
settings-topic = Only in chosen topics: this one

## Inline

inline-button = Ask in a private chat
inline-nothing = Nothing found: ask in a private chat

## Checking a quotation

check-how = Send /check and the quotation, at least three words: /check "the words to check". Or reply to a message with /check.
check-verbatim = Word for word in the collection:
check-differs = The collection has it differently. Struck out: only in the quotation. Bold: only in the article.
check-not-found = I did not find these words in the collection, nor anything near them.
check-only-summary = I have only our own summary here, not the article's words, so I cannot tell. The nearest of the summary:
