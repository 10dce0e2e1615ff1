// The words of codes: helpline/vault/words/words.nl.txt (its licence stands beside it), in the same order. A test compares.

const LIST = `
aanblik aanbod aanbouw aandeel aandoen aangaan aankomt aankoop aankwam aanleg aanpak aanpast aantal aanvang aanviel
aanzien aarde aardig abrupt accent accu achter achtste acteren acteurs actie actieve actrice actuele acute adjunct
advies afbreuk afdruk affiche afgaat afgeven afhalen afhangt afkomen afloop aflopen afmaken afname afneemt afnemen
afrit afstaan afvoer afwas afwezig afzet agenda airco akkoord album aldaar aldus alfa alfabet alias alinea allebei
alleen alom alsmaar alsmede alsnog alsof althans altijd alvast alweer amateur ambitie ambt amper analoge analyse
ananas andere annex antenne antieke aparte appel applaus apps arbeid archief artiest artikel asfalt aston atelier
atleet atleten atomen auditie aula auteur auto avatar avocado avond avonden avondje baas bagage balans balie balkon
ballet bamboe banaan bananen bandje bank banken basis bazaar beamen bedankt bedekt bedenk bedoeld bedrijf bedroeg
beeldje beetje begeeft begin begrijp begroet beha behalve beheren behield behoeve behoud behulp beide bekeken bekend
bekers bekijk bekomen bekwaam belang belast beleg beleid beleven belonen beloofd bemoei beneden benut benzine
bepaald beperkt bereikt berging bericht beroemd beroep beslist besloot besluit bestaat bestel bestond bestuur betaal
betalen beter beton betreft betrok beugel beurs beurzen bevat bevindt bevoegd bewaren beweert bewegen bewijs bewolkt
bewoner bewuste bezig bezocht bezoek bezorg bezwaar bijeen bijlage bijles bijna bijzijn biljet bindend binnen
blaadje bladen blanco blauwe bleef blijft blijven blik blikjes bloei bloemen blog blogger blokje blokken blunder
bodem boeiend boeken boekje bokaal boksen boot bordjes bosbouw bosjes boten bouwde bouwer bouwt bovenal bovenop
bowlen boycot branche bravo breder breedte breiden breidt brengen brengt brief briefje brieven broeden bron bronnen
broodje browser brunch bubbels buffet buiten bundel bureau buurt cabaret cabine cacao cactus cadeau camping canvas
canyon capsule caravan casus centra centrum chateau checken chemie chic chique chocola cijfers circa circus cirkel
citaat citaten citeert citeren citroen civiele claimen claimt climax clown club coachen cockpit codes cohesie cola
collage collega collier colonne columns combi concert conform consul context continu coupe couplet courant coureur
creatie credo critici cultuur curator cursus cyclus daalde daarin daarna daarnet daarop daaruit dacht dagblad
dagboek dagen dagje dalende daling dankt dankzij dansen dansers dappere dateert dateren datgene datum debuut decaan
decor deed deelnam deels deeltje defect degene dekbed dekens dekking deksel delen demo denk denken denkers derde
dermate dertig dessert details deugt deur deuren deze dialect dichter dichtst dienst diepe diepste dikte dilemma
diner dingen dinsdag direct disco ditmaal dito diverse divisie docent doen dolfijn donatie doneren dook doosje
dorpen dorpje dossier douchen dozijn draaide draait drager drempel drie drietal drijft drijven droge dromen drones
druif druk drukken drukte drummer druppel dubbele duik duiken duikers duizend durende durf durfde durven dusver
duurder duurste duwt duwtje dynamo echo echte edele editie eenden eenheid eenmaal eens eentje eenvoud eerdere eerste
eervol eetbaar eeuw eeuwen eeuwige eigen einde eindigt eist eitjes eiwit electro elfde elftal elite elkaar energie
enfin enige enigste enkele enorm envelop enzymen eraf erbij erboven erfenis erfgoed ergens erheen erkend ermee
ernaar ernaast eronder erop erosie ertegen ertoe eruit ervaart ervan ervaren etages etalage etappe etiket evenals
evenmin evenwel exact examen excuses excuus expert expo expres externe ezel fabriek factuur farao fases fatsoen
fauna feestje fiasco fictie fietsen fietste figuren figuur fijnste filiaal film filters finale firma fiscale flair
flarden fles flesje flessen flinke flitser fluitje flyers focust fondsen fontein formeel formule forse fortuin
fosfaat fosfor fossiel foutje fraaie fris functie fusie fysieke gaaf gaande gaatje gadgets gala galerie garage
garant gasten gaven gazelle geachte gebak gebeld gebeurt gebied geboekt gebouw gebrek gebruik gedaan gedacht gedanst
gedegen gedempt gediend gedoe gedrag gedropt gedrukt geen gegeven gegooid gegoten gehad gehalte geheel gehoord
geintje geiten gejuich geknipt gekocht gekozen gekund gelach gelaten geld geldig geleden geleerd geleide gelieve
gelinkt gelopen gelost geluid geluk gemaakt gemaild gemalen gemist genaaid geniaal genoeg genoemd genomen genre
geopend gepast gepland geplukt gepraat geraken gered geringe geruime gerust geschat geschil gesp gespot gesprek
gestaan gestart gesteld gestopt getale getikt getoond getweet geval geveild gevels gevoerd gevolg gevormd gevulde
geweest gewerkt gewezen gewicht gewoon gezegd gezeten gezien gezorgd gids gidsen ging giro gitaar gitaren glaasje
gladde glas glazen glijden glimp glitter globale goed golf golven gooide gooien gordijn gorilla goudvis gozer graag
graden grapje grappig gratis gravin grens grenzen grijpen grijpt grill groeide groene groep groepen gronden grondig
grootst gros grote grotere gulden gulle gunnen gunste gunstig gymzaal haaien haakjes haaks hadden hagedis hagel
halfuur hallo haltes halve hamster hangen hangt hapje haring hashtag havens headset hectare heeft heil heimwee
helaas heldere heldin hele helium helpen helpt hemzelf hendel herberg herders herfst herstel herzien hetgeen hetzij
heup heuvels hevige hield hielden hier hierbij hierin hiermee hierna hierop hiertoe hieruit hiervan hijsen hiphop
hitte hobby hoedje hoefde hoelang hoeveel hoezeer hoezo hoger hokje honderd hondjes honkbal hoop hoopte hoopvol
hoorde horeca horloge hotel hotspot houden houding houdt houvast hoven https huis huisje humeur humor hybride icoon
ideale idee iedere iemand iets ietsje ietwat ijsbaan ijsje ijskast ijskoud ijstijd ijzer ijzeren ikzelf illusie
imago immers impuls inbreng indien indruk ineens info infra ingaat ingang ingezet ingreep inhalen inheems inhoud
inhuren inkomen inkt inktvis intact integer interim interne intrede intro invloed invoer inwoner inzake inzet
inzicht ironie jaartal jaguar jammer januari jarig jasje jazeker jegens jezelf joggen jojo joker jouw judo judoka
juichen juist jullie jumbo jungle juwelen kaap kaart kaarten kaartje kabels kaliber kalm kalmte kameel kampt kanalen
kanjer kans kantine kapotte kapper karaoke karate karwei katoen kauwgom keer keerden kelder kenbaar kende kenmerk
kennen kennis kermis kerst ketel keukens keurig keuze kies kijk kijken kijkje kikker kilo kiosk kittens klaar klank
klanten klappen klasse kledij kleding kleine klem kletsen kleur kleuren klimaat klinken klinkt klok klomp klopte
kluis kluisje klusjes klussen knop knopen koeien koekjes koel koeler koeling koerier koers koersen koffers koffie
koken kolom komedie komende komiek komisch komt konden kondigt konijn konvooi koperen kopje koppel korfbal korps
korter korting kortom kortste kortweg kosmos kosten kostuum kraaien kramer krant kras krassen kreeg krijgen krijgt
krimp kring kristal kromme kruiden krullen kubus kuipers kunsten kunt kwam kwamen kwartet kweek kweken kwestie kwijt
laarzen laat laatste label ladder lading lage lagere lagune lamp lampen lampje lang langer laptop lasagne lastig
laten lawaai leefden leeg leert legaal legende lekkage lekte lengte lepel leraar leraren leren leuk leuker leukste
leve lezers lezing licht liedjes liep liepen liever liften ligging lijkt lijm lijnen lijsten lijstje limiet linies
link linker lintje locatie logeren logica logisch logo lokale loket loods loopt lopende loper lossen loting louter
loyaal luchten lucifer luidde luister luizen lukt lunchen luxe lyceum maakt maanden maar madame maestro magisch
magneet magnum mail mailbox mailen mailtje maken makers mandaat manege mantel marge mariene markten massa massale
matchen mate materie matig matras mavo mazzel mede media meedoen meestal meeste mega melding melk melodie mengsel
mengt menigte mening mensen mentor menu merken merkt meters methode metro meubels micro middag middels midden mijne
mijzelf milde milieu miljard miljoen minder minima minste minuten minuut missie mixen mobiele mocht mochten modder
moderne module modus moedig moeite moeras moest moeten molens moment montage monteur mooie mooiere mooiste mora
morele morgens mosterd motief motor mouwen musea museum musici musicus mustang mythe naald naalden naam naartoe
naaste nabij nachtje nachts nadat nadelen nadelig nadenkt nadert nadruk nagels najaar nakomen namaak namens nasleep
natuur neemt negeer neiging nemen neon nerds nesten nestor netjes netto netwerk neuzen nevel niet nieuwe niveau
nodig nodigde nodigen noedels noemde nogal noir nonsens normaal normen nota notaris noteer noteren notitie notulen
nummer nuttig oceaan oceanen ochtend octopus oefenen oefent oerwoud oesters oeuvre oevers offerte oftewel oktober
olie olifant omdat omgaan omheen omkeren omlaag omringd omtrek omtrent omvang omweg omwille ondanks onder ondiep
ongemak onjuist onlangs online onszelf ontbijt ontbrak ontdekt ontdoen ontgaan onthoud ontmoet ontvang ontwerp
ontzet ontzien onvrede onwijs onze oordeel oortjes oorzaak opbouw opdagen opdoen opeisen open openen opgaat opgave
opgevat opgeven opgezet ophalen ophef ophoudt opinie opkomen opkomst opkwam opladen oplage opliep oplost opmaken
opmars opname opneemt opnemen opnieuw oppas oprapen oprecht oprit oproep opstaan optie optocht optrad opvalt opviel
opzet opzicht opzoek origine oude oudheid oudsher outfit over overal overdag overeen overige overleg paarden paars
pagina pakhuis pakje pakket pakweg paleis palmen panda paneel panelen papier paprika paradox paraplu parfum parkeer
parodie parool partner passen passief pasta patat patroon pauze peloton peper perceel perfect periode perm perron
pianist piano pijlers pincode pion pizza plaatje plaatst plafond plan plannen plastic plateau pleit pleiten plek
plekje plekken plezier ploegen plots pluim podcast podia podium poetsen poging polder polis polo polsen pomp pompen
pony poos popcorn portaal portier porto portret poseren positie poster potje potlood praat praten precies premie
prent prepaid prettig prijst prijzen prikken prima primair primeur printen prix probeer procent proces proef proeven
profs project promoot proppen publiek punten puntje puur puzzel pyjama quasi raakte radar radio rails ramen rapport
ravage ravijn reactie reageer recente recept reclame redding reden redenen reeksen reep reflex refrein regeert
regelde regelen regels reggae regio reis reisde relaxen remedie remix renners rentree replica respect respons rest
restant restjes retour revue ribben richten ridders rijbaan rijdend rijker rijkste rijpe rijtje rijtuig rimpels
riool ritme ritueel rivier robot robuust roept roes rollen rond rondes rondje ronduit rotonde rotsen route royale
rubriek ruige ruikt ruim ruimen ruimte ruiters rusten rustig saai safari salade salaris saldo salon salsa scala
scannen schaduw schaft schelp schema schenk schept scherm scherpe schets schijnt schip scholen schoner school
schotel schrap schreef schuift schuim schuine scoorde scooter scouts seconde sectie sector sedert selfies seminar
serie serieus server sessies shampoo shirt shoppen sigma signaal simpel sinds sirene sjaal skyline slaagde slaagt
sleepte slepen sleutel slimme slimste sloeg slogan slot sluit sluiten smaak smaakte smalle smelten smeren smid smoes
smurf smurfen snap sneeuw snelle snelste snelweg snoeien snoepje soja solide sombere sommige soms sowieso spaar
sparen speelt spek spelen spiegel spijker spijtig spinnen spiraal spoed spoedig spons sport sporten sprake spreken
spreuk springt sprong staande staat stabiel stadje stapels stappen stapte starten station status steden steeds
steile stel stelde stelsel stereo sterk sterker sterkte steun steunde steunen stevig stift stijgen stilaan stiller
stilte stof stoffen stond stonden stopten storing storm stortte straal straks stralen streeft streep strenge streven
strikt stro stromen struik studeer studie stuitte stukje sturen stuur stuurde subtiel succes suiker super sushi
symbool systeem taal tablet tachtig tactiek tafel tags talent talloze tango tapijt tarief taxi techno tegen tegenop
tegoed tekende tekenen tekst teksten telecom telkens teller tenten tenue tenzij terecht termijn terwijl tevens
teweeg textiel tezamen thans theater thema theorie tien tiental tijd tijdens tijdig tijdje tijdrit tijger tikje
tikken tikt timmer tips titel tjonge toch toedoen toegang toekomt toelaat toelage toename toerist toestel toetje
toets toeval tolk tolken tomtom topclub toppers totaal totdat tournee touwtje tractor trainde trainer traint traject
tram trance trapt tref trein treinen trekken trekt trendy tribune trillen trofee trok trommel trucjes trucs tuinen
tulp tulpen tunnel turbo turner tussen twaalf twee tweede tweetal tweets twijfel twintig uitbouw uitbrak uiterst
uitgaan uitgave uitkomt uitkwam uitlaat uitlegt uitstel uitvalt uitvoer uitzag uitzien ultieme unaniem unie unieke
update uren uurtje vaak vakbond vallei vals valuta vanaf vandaag vanille vanouds vanuit vanwaar vanwege vanzelf
variant vast veel veelal veilige veiling venster veranda verbale verband verder verdoen vereerd vereist vergeet
vergis verhaal verheug verhuis verkoop verkort verlang verliet vermaak vermijd vermoed verpakt verrast versie versta
vertelt vertoon vertrek verveel vervoer vervolg vervult verzint verzoek verzorg vezels viaduct vierde viering
viertal vijf vijfde vijftig vijver vind vinden visioen vissers visuele visum vizier vlakbij vlakke vlam vlammen
vleugel vleugje vliegen vloeien vloer vlotte vmbo voeden voeding voedsel voelde voelt vogels voldeed voldoen volgde
volgen volgers volgt volle volop vooral voordat voorin voorkom vooruit vordert vorige vormde vorming vraagje vraagt
vragen vrede vredig vriezer vroeg vroeger vulkaan vurig waarbij waarom waarvan wachten wade wafels wagens walvis
wandelt wanneer waren weblog webshop website wederom weekje wegdek weggaan weigert weiland weinig wekt weldra
weleens welke welkom welzijn wenst werelds werk werkdag werkers werking werkte werpen werpt weten wetende wierp wifi
wijden wijze willen winkels winnaar winsten wisselt wonen wonende woning woon woonde woordje worden wordt wortels
yoga yoghurt zachte zadel zakdoek zake zakgeld zaklamp zamelen zand zangers zebra zegel zegt zeilen zeker zelden
zelf zender zending zesde zestig zetels zette zeven zevende zich zijkant zijn zilver zingt zinvol zitten zitting
zoals zodanig zodat zodra zoek zoiets zojuist zomer zomerse zondag zone zonnig zooitje zorg zorgde zorgen zowaar
zowel zuiden zuinig zuivel zuivere zulke zullen zure zwaaide zwaaien zwart zweeft zwem zwembad zwemmen zwevend
`;

export const WORDS = Object.freeze(LIST.trim().split(/\s+/));
