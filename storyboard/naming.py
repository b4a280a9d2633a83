"""Naming: given names by the pronoun that they mostly tell, and titles that go before a name."""

from __future__ import annotations

from storyboard.tables import listed

FEMALE = listed(
    "mia anna ana emma olivia ava sophia sofia isabella charlotte amelia ella grace lily zoe "
    "chloe nora hannah lucy alice ruby rose ivy eva eve clara julia maria mary sarah sara jane "
    "jenny kate katie emily elena lena luna ada ida iris ines nina tina rita lisa laura linda "
    "susan helen betty martha margaret rosa stella violet daisy poppy molly holly sally penny amy "
    "ruth rachel rebecca leah maya mila naomi nadia natasha olga irina vera tanya yuki sakura mei "
    "lin fatima aisha leila layla zara priya anya freya greta heidi ingrid astrid sigrid marie "
    "claire camille juliette sophie manon louise elise agnes beatrice bea edith elsie mabel hazel "
    "june joan joy joyce judy carmen lucia paula gloria diana dora flora frida gina tess tessa "
    "wendy wanda willa kim kira lara megan nell nelly peggy polly robin sadie sandra suki thea "
    "trudy ursula yara yasmin zelda dorothy matilda tilly pearl opal ellen audrey abby abigail "
    "madison harper evelyn scarlett aria eleanor maeve fiona bridget siobhan niamh"
)
MALE = listed(
    "tom thomas john jack james jim jimmy bob bobby robert ben benjamin sam samuel max oliver "
    "noah liam leo lucas luke henry harry george charlie charles william will bill billy david "
    "dave daniel dan danny michael mike mark matt matthew peter paul pete simon adam alex andrew "
    "andy anton arthur otto oscar hugo felix finn fred frank franz hans karl carl kurt lars nils "
    "olaf omar ali ahmed hassan ivan igor boris vlad dmitri yuri kenji hiro takeshi wei raj ravi "
    "arjun jose juan carlos diego miguel pedro pablo luis marco mario luigi paolo giovanni pierre "
    "jean jacques louis marcel rene emil erik eric gus gustav ian isaac jacob jake jason joe "
    "joseph josh kevin larry martin nathan ned nick nicholas patrick phil ralph ray richard rick "
    "rob roger ron ross roy ryan scott sean silas stan stefan steve ted theo tim toby tony victor "
    "vincent walter zach ezra elias ethan elijah mason logan aiden caleb dylan gabriel julian "
    "edward eddie edgar ernest ellis otis rufus basil cyril cedric amos abel kofi kwame jonas"
)
TITLES = listed(
    "mr mrs ms miss dr captain old young aunt uncle professor sir lady lord king queen prince "
    "princess officer grandma grandpa madame chef"
)
