"""People: nouns for human beings and the pronoun that each tells.

The lexicon's, from which the director's lessons and exam draw as well, and more that scripts use.
"""

from __future__ import annotations

from collections.abc import Mapping

from storyboard import lexicon

_MORE = lexicon.told(
    "he: miller, butler, barman, monk, lumberjack, blacksmith, gunslinger, gunman, hangman, "
    "ringmaster, fireman, cameraman, milkman, hitman, henchman, strongman, stuntman, groom, "
    "widower, bridegroom, baron, earl, lord, count, marquis, pharaoh, sultan, cardinal, bishop, "
    "pope, vicar, godfather, stepfather, schoolmaster, headmaster, boyfriend, cavalryman, viking, "
    "bachelor, patriarch; she: widow, bride, governess, stepmother, godmother, girlfriend, "
    "seamstress, midwife, nanny, housekeeper, baroness, countess, goddess, fairy, mermaid, "
    "heiress, stewardess, sorceress, saleswoman, landlady, cheerleader, dame, bridesmaid, diva; "
    "it: alien, zombie, goblin, troll, ogre, demon, cyborg; anyone: bandit, burglar, robber, "
    "criminal, gangster, villain, assassin, spy, agent, servant, bartender, barista, cashier, "
    "clerk, receptionist, manager, judge, lawyer, priest, referee, boxer, wrestler, athlete, "
    "drummer, pianist, violinist, conductor, composer, writer, author, poet, journalist, "
    "reporter, producer, smuggler, gambler, beggar, hermit, prisoner, inmate, warden, "
    "executioner, cobbler, tailor, weaver, potter, mason, butcher, grocer, merchant, trader, "
    "banker, shoemaker, miner, peasant, elf, dwarf, giant, vampire, angel, devil, ninja, samurai, "
    "gladiator, archer, bodyguard, bouncer, firefighter, cleaner, janitor, climber, mountaineer, "
    "diver, skydiver, acrobat, juggler, puppeteer, jester, twin, orphan, classmate, roommate, "
    "lover, rival, guest, host, visitor, patient, victim, witness, suspect, inspector, deputy, "
    "marshal, general, colonel, lieutenant, trooper, commander, crewman, navigator, grandchild, "
    "elder, chief, president, minister, mayor, senator, ambassador, politician, principal, tutor, "
    "babysitter, dentist, therapist, courier, messenger, trucker, pedestrian, bystander, "
    "onlooker, spectator, apprentice, assistant, walker, buyer, seller, beekeeper, zookeeper, "
    "keeper, innkeeper, goalkeeper, director, caretaker, usher, bellboy, porter, steward, "
    "croupier, mobster, bully, nerd, punk, hippie, rapper, model, star-gazer, fortune-teller, "
    "housemate, kidnapper, hostage, refugee, settler, colonist, native, islander, mourner, "
    "worshipper, pilgrim, prophet, caveman"
)
PEOPLE: Mapping[str, str] = {
    **{word: "" if pronoun == "anyone" else pronoun for word, pronoun in _MORE.items()},
    **lexicon.PEOPLE,
}
