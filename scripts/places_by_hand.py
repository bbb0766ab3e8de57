"""What no package knows about Belgian places: written by hand, used by build_places.py.

One place or postal code a line, in order of postal code. All of it is general knowledge of the
contributors; check_places.py shows what is still missing, but nothing is copied from the table
that it compares with. A place that is in no package stops the build.
"""

from __future__ import annotations

# A place's name in Dutch | in French, for what Statbel does not give: parts of a municipality,
# customary names. Either may be the one of the packages.
BILINGUAL = """
1020 Laken | Laeken
1600 Sint-Pieters-Leeuw | Leeuw-Saint-Pierre
1653 Dworp | Tourneppe
1670 Heikruis | Haute-Croix
1700 Sint-Martens-Bodegem | Bodeghem-Saint-Martin
1700 Sint-Ulriks-Kapelle | Chapelle-Saint-Ulric
1702 Groot-Bijgaarden | Grand-Bigard
1742 Sint-Katherina-Lombeek | Lombeek-Sainte-Catherine
1932 Sint-Stevens-Woluwe | Woluwe-Saint-Étienne
2860 Sint-Katelijne-Waver | Wavre-Sainte-Catherine
2861 Onze-Lieve-Vrouw-Waver | Wavre-Notre-Dame
3270 Scherpenheuvel | Montaigu
3271 Zichem | Sichem
3401 Walshoutem | Houtain-l'Évêque
3500 Sint-Lambrechts-Herk | Herck-Saint-Lambert
3700 Tongeren | Tongres
3790 Moelingen | Mouland
3790 Sint-Martens-Voeren | Fouron-Saint-Martin
3791 Remersdaal | Rémersdael
3792 Sint-Pieters-Voeren | Fouron-Saint-Pierre
3798 's-Gravenvoeren | Fouron-le-Comte
3840 Borgloon | Looz
7090 's-Gravenbrakel | Braine-le-Comte
7700 Lowingen | Luingne
7711 Dottenijs | Dottignies
7712 Herzeeuw | Herseaux
7780 Komen | Comines
7784 Neerwaasten | Bas-Warneton
7784 Waasten | Warneton
7850 Lettelingen | Petit-Enghien
7850 Mark | Marcq
8420 De Haan | Le Coq
8587 Helkijn | Helchin
8587 Spiere | Espierres
8670 Koksijde | Coxyde
9031 Drongen | Tronchiennes
9100 Sint-Niklaas | Saint-Nicolas
"""

# A place = what else people type for it: short forms, English and German names, well-known
# quarters, and small villages of that postal code whose position no package has.
ALIASES = """
1000 Brussel = Brussel-Stad; Bruxelles-Ville; Stad Brussel; Ville de Bruxelles; Brussels; Brüssel
1000 Brussel = BXL; Marolles; Les Marolles; Marollen; De Marollen; Anneessens; Dansaert; Sablon
1000 Brussel = Zavel
1020 Laken = Bockstael; Heizel; Heysel
1030 Schaarbeek = Meiser
1050 Elsene = Matonge; Flagey; Châtelain
1070 Anderlecht = Kuregem; Cureghem; Peterbos; La Roue; Scheut
1080 Sint-Jans-Molenbeek = Molenbeek; Ribaucourt; Étangs Noirs; Zwarte Vijvers
1082 Sint-Agatha-Berchem = Berchem
1120 Neder-over-Heembeek = NOH; Heembeek
1130 Haren = Haeren
1150 Sint-Pieters-Woluwe = Woluwe; Stokkel; Stockel
1170 Watermaal-Bosvoorde = Watermaal; Bosvoorde; Watermael; Boitsfort
1200 Sint-Lambrechts-Woluwe = Woluwe
1210 Sint-Joost-ten-Node = Sint-Joost; St-Joost; Saint-Josse; St-Josse
1348 Louvain-la-Neuve = LLN
1367 Ramillies = Gérompont
1367 Ramillies-Offus = Offus
1370 Geldenaken = Jauchelette
1600 Sint-Pieters-Leeuw = Sint-Laureins-Berchem
1931 Machelen = Brucargo
1950 Kraainem = Crainhem
2000 Antwerpen = Antwerp; A'pen
2018 Antwerpen = Zurenborg
2020 Antwerpen = Kiel
2030 Antwerpen = Luchtbal
2040 Antwerpen = Berendrecht; Zandvliet; Lillo
2050 Antwerpen = Linkeroever
2060 Antwerpen = Seefhoek; Stuivenberg
2100 Deurne = Deurne-Noord; Deurne-Zuid
2590 Berlaar = Gestel
2800 Mechelen = Mechlin; Nekkerspoel
2880 Bornem = Weert
3000 Leuven = Löwen
3350 Linter = Melkwezer; Neerhespen
3370 Boutersem = Neervelp; Willebringen
3400 Landen = Ezemaal; Laar; Rumsdorp; Wange
3401 Walshoutem = Wezeren
3404 Attenhoven = Neerlanden
3600 Genk = Winterslag; Waterschei; Zwartberg; Sledderlo; Kolderbos
3670 Oudsbergen = Meeuwen-Gruitrode
3700 Tongeren = Diets-Heur; Neerrepen; Widooie
3800 Sint-Truiden = Engelmanshoven; Halmaal
3800 Kerkom-bij-Sint-Truiden = Kerkom
3803 Duras = Gorsem; Runkelen
3840 Borgloon = Broekom; Gors-Opleeuw; Gotem; Groot-Loon; Hendrieken; Kuttekoven
3870 Heers = Bovelingen; Gutshoven; Mettekoven; Opheers; Rukkelingen-Loon
3890 Gingelom = Kortijs; Vorsen
3891 Borlo = Buvingen
3960 Bree = Gerdingen
4000 Luik = Lüttich; Sclessin
4020 Luik = Outremeuse
4780 Sankt Vith = Sint-Vith
5190 Moustier-sur-Sambre = Moustier
5352 Ohey = Perwez-Haillot
5630 Senzeille = Senzeilles
6940 Barvaux = Barvaux-sur-Ourthe
6941 Bomal = Bomal-sur-Ourthe
7010 Bergen = SHAPE
7090 's-Gravenbrakel = Henripont; Steenkerque
8000 Brugge = Brügge
8300 Knokke-Heist = Knokke
8301 Heist = Heist-aan-Zee
8340 Damme = Hoeke; Lapscheure
8377 Zuienkerke = Meetkerke; Nieuwmunster
8400 Oostende = Ostend
8433 Mannekensvere = Schore
8570 Anzegem = Gijzelbrechtegem
8600 Diksmuide = Kaaskerke; Lampernisse; Nieuwkapelle; Oudekapelle; Sint-Jacobs-Kapelle
8600 Diksmuide = Stuivekenskerke
8630 Veurne = Booitshoeke; De Moeren; Eggewaartskapelle; Steenkerke; Vinkem; Wulveringem
8630 Veurne = Zoutenaaie
8647 Lo-Reninge = Noordschote
8670 Koksijde = Wulpen
8680 Koekelare = Zande
8690 Alveringem = Hoogstade; Oeren; Sint-Rijkers
8691 Beveren = Beveren-aan-de-IJzer; Beveren-aan-den-IJzer
8691 Gijverinkhove = Izenberge
8820 Torhout = Thourout
8900 Ieper = Ypern
8904 Boezinge = Zuidschote
8940 Wervik = Wervicq
9000 Gent = Rabot; Brugse Poort; Ghent; Muide; Bloemekenswijk; Nieuw Gent; Dampoort
9042 Desteldonk = Sint-Kruis-Winkel
9120 Beveren = Beveren-Waas
9200 Sint-Gillis-bij-Dendermonde = Sint-Gillis-Dendermonde
9400 Ninove = Lieferinge
9420 Erpe-Mere = Vlekkem
9506 Grimminge = Nieuwenhove; Waarbeke
9620 Zottegem = Oombergen
9630 Zwalm = Dikkele; Meilegem; Paulatem; Rozebeke
9700 Oudenaarde = Edelare; Leupegem; Nederename; Ooike; Volkegem
9790 Wortegem-Petegem = Moregem
9850 Nevele = Poesele
"""

# Villages of GeoNames by postal code, where distance alone would leave one out or choose wrongly.
PLACED = """
1320 Hamme-Mille; Nodebais
1350 Folx-les-Caves; Marilles; Orp-le-Grand
1357 Linsmeau
1360 Thorembais-les-Béguines
1367 Ramillies-Offus
1370 Mélin; Piétrain; Zétrud-Lumay
1380 Basse Lasne
1390 Nethen
1460 Virginal-Samme
1480 Oisquercq; Saintes
1540 Herne
1570 Tollembeek; Vollezele
1600 Negenmanneke; Zuun
1700 Sint-Martens-Bodegem; Sint-Ulriks-Kapelle
1730 Kobbegem; Mollem
1731 Zellik
1755 Kester; Leerbeek; Oetingen
1760 Strijtem
1982 Weerde
2070 Zwijndrecht
2200 Morkhoven
2222 Wiekevorst
2230 Ramsel
2235 Westmeerbeek
2260 Zoerle-Parwijs
2431 Veerle
2520 Oelegem
2550 Waarloos
2800 Walem
2811 Leest
2830 Tisselt
2840 Terhagen
2870 Puurs; Ruisbroek
2880 Hingene
2890 Oppuurs; Sint-Amands
3010 Blauwput
3078 Meerbeek
3130 Betekom
3220 Kortrijk-Dutsel; Sint-Pieters-Rode
3271 Zichem
3272 Testelt
3290 Webbekom
3300 Kumtich; Vissenaken
3350 Neerlinter; Overhespen; Wommersom
3360 Korbeek-Lo
3370 Kerkom
3400 Neerwinden; Overwinden
3401 Houtain-l'Évêque; Walsbets
3440 Helen-Bos
3450 Grazen
3470 Ransberg
3500 Sint-Lambrechts-Herk
3511 Stokrooie
3545 Loksbergen; Zelem
3630 Opgrimbie
3631 Uikhoven
3640 Ophoven
3670 Gruitrode; Neerglabbeek; Wijshagen
3700 Berg; Henis; Koninksem; Lauw; Nerem; Overrepen; Piringen; Riksingen; Rutten; Tongeren
3730 Romershoven; Sint-Huibrechts-Hern; Werm
3740 Eigenbilzen; Grote-Spouwen; Hees; Kleine-Spouwen; Mopertingen; Munsterbilzen; Rijkhoven
3740 Rosmeer; Waltwilder
3770 Vroenhoven
3790 Moelingen
3800 Gelinden; Groot-Gelmen
3803 Wilderen
3840 Borgloon; Hoepertingen; Kerniel; Rijkel
3870 Horpmaal; Klein-Gelmen
3891 Mielen-boven-Aalst
3910 Sint-Huibrechts-Lille
3945 Kwaadmechelen
3950 Reppel
3960 Tongerlo
4000 Rocourt
4020 Jupille-sur-Meuse; Wandre
4041 Vottem
4140 Gomzé-Andoumont
4217 Waret-l'Évêque
4219 Meeffe
4250 Hollogne-sur-Geer
4257 Rosoux-Crenwick
4280 Cras-Avernas; Lens-Saint-Remy; Moxhe; Wansin
4287 Pellaines; Racour
4300 Bleret; Bovenistier; Lantremange; Oleye
4340 Othée; Villers-l'Évêque
4347 Voroux-Goreux
4350 Momalle
4357 Haneffe
4367 Kemexhe
4420 Tilleur
4432 Xhendremael
4450 Slins
4452 Wihogne
4530 Warnant-Dreye
4550 Yernée-Fraineux
4570 Vyle-et-Tharoul
4600 Richelle
4608 Warsage
4670 Trembleur
4671 Housse; Saive
4682 Houtain-Saint-Siméon
4690 Glons
4760 Manderfeld
4860 Wegnez
4950 Robertville
4960 Bellevaux-Ligneuville
4980 Wanne
4987 La Gleize
5020 Flawinne; Malonne; Suarlée; Temploux; Vedrin
5024 Marche-les-Dames
5032 Corroy-le-Château; Isnes; Mazy
5060 Moignelée; Velaine
5070 Sart-Saint-Laurent
5080 Rhisnes
5081 Meux; Saint-Denis
5100 Jambes; Wierde
5150 Franière
5170 Lustin
5300 Namêche
5310 Dhuy
5330 Maillen; Sart-Bernard
5360 Natoye
5377 Bonsin; Hogne
5380 Cortil-Wodon
5555 Graide; Oizy
5560 Mesnil-Saint-Blaise
5575 Rienne
5580 Buissonville; Mont-Gauthier
5590 Chevetogne; Pessoux
5600 Romedenne; Villers-le-Gambon
5620 Morville
5621 Hanzinne; Morialmé
5630 Senzeille
5640 Saint-Gérard
5650 Fraire; Pry; Yves-Gomezée
5651 Gourdinne; Laneffe; Somzée; Tarcienne; Thy-le-Château
5660 Mariembourg; Petigny
5670 Nismes; Olloy-sur-Viroin
6030 Marchienne-au-Pont
6120 Nalinnes
6230 Thiméon; Viesville
6238 Luttre
6440 Vergnies
6464 Bourlers; Forges
6470 Sautin
6500 Renlies
6536 Thuillies
6540 Mont-Sainte-Geneviève
6596 Seloignes
6600 Longvilly; Noville; Wardin
6637 Hollange
6640 Morhet; Sibret
6660 Nadrin
6700 Bonnert; Heinsch; Toernich
6717 Nobressart; Thiaumont; Tontelange
6720 Hachy
6724 Rulles
6730 Rossignol
6740 Sainte-Marie-sur-Semois
6750 Mussy-la-Ville
6760 Ruette
6780 Wolkrange
6792 Rachecourt
6800 Freux; Libramont; Recogne; Saint-Pierre
6810 Izel; Jamoigne
6820 Muno
6850 Offagne
6860 Witry
6870 Hatrival; Vesqueville
6880 Jehonville; Orgeo
6887 Saint-Médard
6890 Ochamps
6900 Roy
6927 Resteigne
6929 Haut-Fays
6940 Barvaux; Grandhan; Weris
6941 Bomal; Heyd; Izier; Tohogne
6953 Forrières
6960 Harre
6987 Hodister
6990 Marenne
6997 Soy
7012 Jemappes
7020 Nimy
7022 Hyon; Mesvin
7034 Saint-Denis
7040 Genly; Quévy-le-Petit
7041 Havay
7061 Thieusies
7063 Neufvilles
7070 Mignault
7080 La Bouverie; Sars-la-Bruyère
7090 Petit-Roeulx-lez-Braine; Ronquières
7100 Saint-Vaast
7110 Houdeng-Aimeries; Houdeng-Goegnies; Strépy-Bracquegnies
7120 Estinnes-au-Val; Vellereille-les-Brayeux
7134 Leval-Trahegnies; Péronnes; Ressaix
7141 Mont-Sainte-Aldegonde
7160 Godarville
7170 La Hestre
7181 Familleureux; Feluy; Petit-Roeulx-lez-Nivelles
7190 Marche-lez-Écaussinnes
7321 Harchies
7332 Sirault
7334 Villerot
7340 Pâturages; Warquignies
7387 Fayt-le-Franc; Roisin
7390 Wasmuel
7520 Templeuve
7522 Marquain
7534 Maulde
7540 Melles; Quartes; Rumillies
7604 Callenelle
7620 Guignies; Hollain; Jollain-Merlin; Wez-Velvain
7640 Maubray
7730 Saint-Léger
7740 Warcoing
7743 Obigies
7750 Orroir
7760 Escanaffles; Pottes; Velaines
7784 Warneton
7804 Rebaix
7812 Mainvault; Moulbaix; Villers-Saint-Amand
7822 Isières; Meslin-l'Évêque
7830 Graty; Hellebecq; Hoves; Thoricourt
7850 Marcq; Petit-Enghien
7866 Ollignies
7890 Wodecq
7900 Leuze
7903 Chapelle-à-Wattines
7904 Tourpes; Willaupuis
7911 Frasnes-lez-Buissenal; Moustier; Oeudeghien
7912 Saint-Sauveur
7950 Huissignies
7972 Ellignies-Sainte-Anne; Quevaucamps
7973 Stambruges
8000 Koolkerke
8200 Sint-Michiels
8210 Veldegem
8300 Westkapelle
8301 Heist
8310 Sint-Kruis
8340 Moerkerke; Oostkerke; Sijsele
8380 Lissewege; Zeebrugge
8400 Zandvoorde
8420 Klemskerke; Wenduine
8433 Slijpe
8434 Lombardsijde
8460 Westkerke
8470 Moere; Snaaskerke; Zevekote
8480 Eernegem
8490 Stalhille; Varsenare
8501 Heule
8510 Kooigem; Marke
8531 Hulste
8560 Moorsele
8570 Ingooigem; Vichte
8581 Waarmaarde
8587 Helkijn
8600 Pervijze
8610 Zarren
8620 Ramskapelle
8630 Bulskamp; Houtem
8640 Woesten
8647 Pollinkhove; Reninge
8650 Merkem
8670 Oostduinkerke
8691 Beveren; Leisele; Stavele
8700 Schuiferskapelle
8720 Wakken
8730 Oedelem
8750 Zwevezele
8840 Westrozebeke
8880 Sint-Eloois-Winkel
8902 Voormezele; Zillebeke
8920 Langemark; Poelkapelle
8930 Rekkem
8970 Reningelst
8972 Proven; Roesbrugge-Haringe
8980 Passendale
9042 Mendonk
9050 Ledeberg
9051 Sint-Denijs-Westrem
9070 Heusden
9080 Zaffelare
9090 Melle
9120 Beveren; Kallo; Melsele; Vrasene
9130 Kieldrecht; Verrebroek
9140 Tielrode
9150 Kruibeke
9170 Meerdonk
9180 Moerbeke
9200 Mespelare; Oudegem; Schoonaarde; Sint-Gillis-bij-Dendermonde
9220 Moerzeke
9255 Opdorp
9260 Serskamp
9280 Wieze
9290 Overmere; Uitbergen
9308 Hofstade
9310 Herdersem; Moorsel
9320 Nieuwerkerken
9400 Nederhasselt; Okegem; Voorde
9420 Erpe; Mere
9450 Heldergem
9500 Onkerzele; Ophasselt; Zarlardinge
9506 Idegem; Schendelbeke; Smeerebbe-Vloerzegem; Zandbergen
9520 Vlierzele; Zonnegem
9550 Hillegem; Sint-Antelinks; Sint-Lievens-Esse; Steenhuize-Wijnhuize; Woubrechtegem
9570 Sint-Maria-Lierde
9620 Leeuwergem; Sint-Maria-Oudenhove
9630 Roborst; Sint-Blasius-Boekel; Sint-Denijs-Boekel
9667 Sint-Maria-Horebeke
9680 Maarke-Kerkem
9690 Zulzeke
9700 Heurne; Mater; Mullem; Welden
9750 Ouwegem; Zingem
9790 Petegem-aan-de-Schelde; Wortegem
9800 Meigem; Petegem-aan-de-Leie; Sint-Martens-Leerne; Vinkt; Wontergem
9810 Nazareth
9820 Lemberge; Melsen; Merelbeke; Munte; Schelderode
9840 Zevergem
9850 Landegem; Nevele; Vosselare
9860 Gijzenzele; Landskouter; Moortsele
9880 Lotenhulle; Maria Aalter; Poeke
9890 Dikkelvenne; Semmerzake; Vurste
9910 Ursel
9968 Oosteeklo
9988 Watervliet
"""

# Where a part of a town lies that has a postal code of its own and is not in GeoNames, or the
# town hall of villages without a centre: latitude and longitude (WGS 84) to the nearest hundredth
# of a degree, about a kilometre.
MIDDLES = """
2018 Antwerpen = 51.20 4.41
2020 Antwerpen = 51.19 4.38
2030 Antwerpen = 51.25 4.43
2040 Antwerpen = 51.34 4.31
2050 Antwerpen = 51.22 4.38
2060 Antwerpen = 51.23 4.43
3790 Voeren = 50.76 5.76
4020 Luik = 50.64 5.59
"""

# Names that stay out of the table. Most are everyday words ('loyers', 'en ligne', 'leren en
# werken'): who writes them means no village. The last two are parts of a village with its people.
LEFT_OUT = """
Heks; L'Écluse; Ligne; Loyers; Mal; Mall; Melden; Odeur; On; Pellen; Piéton; Veulen; Voort; Werken
Werkin; Werkn; Zeveren; Perre; Sint-Martens
"""
