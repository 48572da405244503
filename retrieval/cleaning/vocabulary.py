"""The word lists of the rules, each with what it is for."""

from __future__ import annotations

_FUNCTION_WORDS = """
a about after all also an and any are as at be because been before being but by can could did do does for
from had has have he her him his how i if in into is it its just like may me more most my no not now of
on one only or other our out over said say says she should so some such than that the their them then
there these they this those to under until up was we were what when where which while who will with would
you your it's he's she's don't didn't that's i'm we're they're isn't wasn't der die das den dem des ein
eine einen einem einer und oder im zu zum zur mit von vom ist sind war waren wird werden wurde wurden hat
haben hatte nicht auch auf für am als aus bei nach sich es er sie wir dass wie noch nur le la les un une
du de et en que qui est sont dans pour sur pas par avec ce il elle ne se au aux plus el los las una y del
al por con para su lo como más pero ha che di è per non si della dei nel sono het een van zijn niet op
voor met
"""

_ENDING = """
about after all also any before being did do does done had has have her here him his how i if it its just
like may me more most no not now one only other out over said say says she should so some such than that
them then there they this those under up what when where will who would you it's he's she's that's i'm we're
they're isn't wasn't don't didn't auch er es sie wir wie noch nur ist sind war waren wird werden wurde wurden
hat haben hatte nicht sich lo più non se ne
"""

_VERBS_OF_PROSE = """
was were had has have been said would could which who that but because although though told is are it's
i'm don't didn't wird wurde hat sagte dass aber ist sind war waren hatte
"""

_OUTLET_NOUNS = """
times post news standard herald guardian telegraph independent journal gazette chronicle tribune observer
mirror echo mail express press review star sun record argus bulletin courier examiner globe inquirer
ledger register sentinel dispatch advertiser citizen mercury daily radio tv television broadcasting
magazine newspaper broadcaster today weekly monitor reporter spectator statesman economist scotsman
insider zeitung anzeiger nachrichten blatt kurier allgemeine rundschau tageblatt tagblatt rundfunk funk
spiegel presse courant dagblad figaro monde libération parisien país mundo vanguardia corriere repubblica
stampa gazeta pravda politico wire report beacon bee patriot leader planet digest dispatches network
"""

_GENERIC_NOUNS = """
news radio tv television live today daily weekly network report press wire magazine newspaper
broadcasting broadcaster nachrichten funk star sun mail express review record world insider digest
dispatches planet reporter
"""

_NOT_NAMES = """
news world uk us politics east west north south sport sports life lifestyle street house day times
standard post business culture opinion video audio read more the latest top stories breaking live home
about terms privacy cookie policy contact sign subscribe newsletter weather prime minister president
secretary general court council union city county united kingdom states new york london britain england
scotland wales ireland europe america africa asia australia china russia ukraine germany france police
party government parliament association images premium royal family money tech science health travel food
drink film music books games real estate good morning special report climate change middle war crisis cup
league football cricket best all your our my editors picks most popular related fact check daily weekly
sunday monday tuesday wednesday thursday friday saturday january february march april june july august
september october november december tv radio press media group company limited inc university school
college hospital air force army navy guide review reviews comment column letters numbers journalism
public obituaries archive crossword puzzles horoscope deals shopping style beauty cartoons blogs alert
email whatsapp reddit facebook tweet pinterest flipboard
zoo club museum theatre hospital bank road bridge park station airport valley river island lake mount
square palace church hall
"""

_NO_OUTLETS = """
president senator minister governor mayor
breaking latest world local national international business politics political sport sports uk us top
more related daily live home good fake your our my all this that weather entertainment tech technology
science health travel money video today city weekend white prime middle general getty images associated
pa press reuters ap afp twitter facebook instagram youtube whatsapp linkedin google apple microsoft
telegram tiktok netflix spotify wednesday monday tuesday thursday friday saturday sunday readers
subscribers copyright rights mobile about contact advertise subscribe support download télécharger buy
shop
"""

_SECTIONS = """
news live tv radio today weekly daily magazine video videos politics business games movies shows
music photos celebrity celebrities celebs style fashion food culture arts books culture opinion
login register sign log in up account user new old post public company cabinet campaign newsletter
search menu world
editor editors staff house team store membership
"""

_NO_OUTLETS_ENDS = """
jobs shop store home homepage login menu app apps newsletter newsletters subscribe subscriptions careers
events deals offers abonnez-vous abo award awards
"""

_AGGREGATORS = """
msn inkl yahoo flipboard smartnews newsbreak pressreader pocket feedly reddit upday aol squid ground
google facebook twitter medium substack
"""

_APPEALING = """
you your yours you've support fund back sustain power invest donation contribution donate raising
gofundme paywall paywalls become readers supporters members subscribers member subscriber sign signed
signing subscribe subscribing subscription newsletter newsletters inbox unsubscribe already log register
registered create access cancel trial month week year download app apps store notifications join follow
twitter facebook instagram tiktok linkedin youtube whatsapp google threads bluesky email e mail alerts
briefing straight hear comments below think gift thank thanks check enter invalid valid spam trust
trusted rely ad open visit needs newsroom team reporters editors desk journalists podcast events enjoying
enjoyed like liked love loved reader melden jetzt abonnieren bestellen abonnez inscrivez suscríbete
reporter editor correspondent correspondents experts coffee beer pint letter every each
"""

_CAPTION_VERBS = """
speaks arrives walks attends poses waves stands sits holds carries celebrates reacts watches leaves meets
greets addresses listens gestures looks smiles hugs kisses shakes departs boards rides drives plays
inspects visits waits works passes hangs rises flies sails lies burns receives delivers hands takes talks
chats jokes answers prepares gathers performs appears makes signs displays shows points cheers runs jumps
scores pictured seen greeted photographed
"""

_POSES = """
poses waves stands sits holds carries celebrates watches waits greets listens gestures looks smiles
photographed speaks addresses reacts attends hugs kisses shakes boards rides inspects walks cheers
jumps burns rises lies hangs gathers sleeps rests queues
"""

_OPENERS = """
The A An It He She They We In On At But And This These There When If
"""

FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
"""Words that hold sentences together, in several languages; scarce in headlines and captions."""

DANGLING = (FUNCTION_WORDS - frozenset(_ENDING.split())) | frozenset(("told", "which"))
"""Words after which a sentence goes on: no headline and no line of its own ends with them."""

OPENERS = frozenset(_OPENERS.split())
"""Words in capitals that stand at the start of a sentence only, or behind words that cannot end one."""

VERBS_OF_PROSE = frozenset(_VERBS_OF_PROSE.split())
"""Words of running sentences that headlines and captions save."""

OUTLET_NOUNS = frozenset(_OUTLET_NOUNS.split())
"""What newspapers and broadcasters call themselves."""

GENERIC_NOUNS = frozenset(_GENERIC_NOUNS.split())
"""Those of them that sections, services and shops are called by, too."""

NOT_NAMES = frozenset(_NOT_NAMES.split()) | OUTLET_NOUNS
"""Words that are no part of a person's name, though they stand in capitals on pages."""

NO_OUTLETS = frozenset(_NO_OUTLETS.split())
"""Words with which no outlet's name begins: sections, agencies, days."""

SECTIONS = frozenset(_SECTIONS.split())
"""Words of sections, buttons and the like; a name that is made of such alone names no outlet."""

NO_OUTLETS_ENDS = frozenset(_NO_OUTLETS_ENDS.split())
"""Words with which no outlet's name ends: what it offers besides."""

AGENCIES = frozenset(("reuters", "ap", "ap news", "associated press", "the associated press", "afp"))
"""Agencies that have pages of their own."""

AGGREGATORS = frozenset(_AGGREGATORS.split())
"""Sites through which articles of others are read."""

CAPTION_VERBS = frozenset(_CAPTION_VERBS.split())
"""What people do in pictures: in the present tense, whenever it was."""

POSES = frozenset(
    form for verb in _POSES.split() for form in (verb, verb.removesuffix("es"), verb.removesuffix("s"))
)
"""Those of them that hardly anything but a picture is told with, of one and of several."""

PAST = frozenset(("said", "told", "was", "were", "had", "did", "added", "wrote", "would", "could"))
"""Words that report, which captions hardly do."""

REPORTING = PAST | frozenset(
    ("says", "say", "will", "won't", "may", "might", "should", "can", "must", "remain", "expected")
)
"""These and others that tell what is not to be seen."""

APPEALING = frozenset(_APPEALING.split())
"""Words of which every appeal or sign-up has one; most paragraphs have none and need no closer look."""
