"""Thirty learners and the people who write, mark and issue; all invented, all at .example."""

from __future__ import annotations

from guildmark.server.demo.content.model import Person


def _staff(key: str, name: str, organization: str, *roles: str, language: str = "en") -> Person:
    return Person(
        key=key,
        name=name,
        email=f"{key}@{organization}.example",
        language=language,
        roles=tuple((organization, role) for role in roles),
    )


def _learner(key: str, name: str, country: str, workplace: str, *, language: str = "en") -> Person:
    return Person(
        key=key,
        name=name,
        email=f"{key}@people.example",
        language=language,
        country=country,
        workplace=workplace,
    )


STAFF = (
    _staff("siobhan", "Siobhán Ní Dhomhnaill", "harbor", "owner"),
    _staff("tomasz", "Tomasz Wiśniewski", "harbor", "author"),
    _staff("grace", "Grace Adeyemi", "harbor", "assessor"),
    _staff("padraig", "Pádraig Ó Conaire", "harbor", "assessor"),
    _staff("ingrid", "Ingrid Sørensen", "harbor", "issuer"),
    _staff("carmen", "Carmen Ibáñez Muñoz", "alba", "owner", "issuer", language="es"),
    _staff("joaquin", "Joaquín Peña Ruiz", "alba", "author", "assessor", language="es"),
    _staff("lucia", "Lucía Fernández Gil", "alba", "assessor", language="es"),
    _staff("kadri", "Kadri Mägi", "northlight", "owner", "author"),
    _staff("matti", "Matti Hämäläinen", "northlight", "assessor"),
    _staff("anneli", "Anneli Põldmaa", "northlight", "assessor", "issuer"),
    _staff("fionnuala", "Fionnuala Keane", "meridian", "owner"),
    _staff("dieter", "Dieter Groß", "meridian", "viewer"),
)

LEARNERS = (
    _learner("amina", "Amina Okafor", "IE", "Meridian Packaging Works"),
    _learner("liam", "Liam Ó Súilleabháin", "IE", "Meridian Packaging Works"),
    _learner("yusuf", "يوسف الحداد", "IE", "Dockside Recycling"),
    _learner("wei", "王伟", "IE", "Meridian Packaging Works"),
    _learner("oksana", "Оксана Шевченко", "IE", "Shannon Bottlers"),
    _learner("priya", "प्रिया शर्मा", "IE", "Shannon Bottlers"),
    _learner("jose", "José Ángel Núñez", "ES", "Talleres del Puerto", language="es"),
    _learner("zofia", "Zofia Łukasiewicz", "PL", "Gdańsk Press Tools"),
    _learner("mehmet", "Mehmet Çağlar", "DE", "Nordhafen Logistik"),
    _learner("eimear", "Eimear Brady", "IE", "Meridian Packaging Works"),
    _learner("duc", "Nguyễn Minh Đức", "IE", "Atlantic Seafoods"),
    _learner("nadia", "نادية بن علي", "ES", "Residencia Los Olivos", language="es"),
    _learner("maria", "María Dolores Ortega", "ES", "Residencia Los Olivos", language="es"),
    _learner("ioana", "Ioana Țărălungă", "ES", "Casa Sol", language="es"),
    _learner("fatou", "Fatou N’Diaye", "ES", "Casa Sol", language="es"),
    _learner("andres", "Andrés Quispe Mamani", "ES", "Residencia La Encina", language="es"),
    _learner("ruth", "Ruth Achieng Otieno", "IE", "Home Care West"),
    _learner("georgi", "Георги Иванов", "ES", "Home Care West"),
    _learner("blanca", "Blanca Etxeberria", "ES", "Residencia La Encina", language="es"),
    _learner("hyejin", "김혜진", "EE", "City Library"),
    _learner("marko", "Марко Петровић", "EE", "Tram Works"),
    _learner("liis", "Liis Jõgi", "EE", "City Library"),
    _learner("aarav", "आरव पटेल", "FI", "Harbour Authority"),
    _learner("eleni", "Ελένη Παπαδοπούλου", "FI", "Harbour Authority"),
    _learner("noa", "נועה לוי", "EE", "Open Door Charity"),
    _learner("sakura", "佐藤さくら", "FI", "Museum of Trades"),
    _learner("bjork", "Björk Þórsdóttir", "FI", "Museum of Trades"),
    _learner("tariq", "طارق محمود", "EE", "Open Door Charity"),
    _learner("ama", "Ama Serwaa Boateng", "EE", "Tram Works"),
    _learner("luka", "ლუკა ბერიძე", "EE", "Tram Works"),
)

PEOPLE = (*STAFF, *LEARNERS)
