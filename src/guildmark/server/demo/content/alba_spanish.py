"""Centro Alba de Cuidados: las microcredenciales en español."""

# ruff: noqa: E501  # sentences are easier to read and to translate in one piece
from __future__ import annotations

from guildmark.server.demo.content.building import (
    QUALITY,
    badge,
    criterion,
    question,
    requirement,
)
from guildmark.server.demo.content.model import (
    DemoDefinition,
    Sample,
    SampleArtefact,
    SampleMark,
)
from guildmark.server.demo.content.skills import align_esco, align_occupation

MOVING = DemoDefinition(
    key="movilizar",
    provider="alba",
    definition={
        "title": "Movilizar con seguridad a una persona con movilidad reducida",
        "summary": "Preparar, acompañar y revisar un traslado de la cama a la silla sin dolor ni esfuerzo.",
        "description": (
            "Quien obtiene esta microcredencial ha demostrado, con una persona real y su consentimiento, "
            "que sabe preparar un traslado, dejar que la persona haga lo que puede hacer, proteger su "
            "propia espalda y anotar lo que ha observado."
        ),
        "language": "es",
        "competency": {
            "statement": (
                "Traslada a una persona con movilidad reducida de la cama a la silla con seguridad, "
                "comodidad y participación de la propia persona."
            ),
            "key_method": (
                "Valorar, explicar y pedir permiso, preparar el espacio y la ayuda técnica, mover a la "
                "cuenta acordada, comprobar la comodidad y registrar."
            ),
        },
        "overview_questions": [
            question(
                "persona", "¿Qué puede hacer la persona por sí misma y cómo lo averiguó usted?", 200
            ),
            question("decision", "¿Qué ayuda técnica eligió y por qué no otra?", 200),
        ],
        "criteria": [
            criterion(
                "valorar",
                "Valorar y acordar",
                "Valora a la persona y el lugar, y acuerda con ella cómo se hará.",
                "Empieza a mover sin avisar.",
                "Avisa a la persona, pero no pregunta por el dolor ni por lo que puede hacer.",
                "Pregunta, explica cada paso, obtiene el consentimiento y adapta el plan a lo que oye.",
                "Además, reconoce cuándo no se debe mover y propone otra solución.",
                language="es",
            ),
            criterion(
                "mover",
                "Mover",
                "Mueve con la técnica y la ayuda adecuadas, sin cargar peso.",
                "Levanta a la persona por los brazos.",
                "Usa la ayuda técnica, pero se inclina con la espalda o no frena la silla.",
                "Silla frenada, altura ajustada, pies y espalda colocados, movimiento a la cuenta acordada.",
                "Además, coordina a una segunda persona y corrige a tiempo.",
                language="es",
            ),
            criterion(
                "revisar",
                "Revisar y registrar",
                "Comprueba el bienestar y deja constancia útil para el siguiente turno.",
                "No queda registro.",
                "Registra el traslado sin observaciones.",
                "Registra cómo fue, qué pudo hacer la persona y qué debe vigilar el siguiente turno.",
                "Además, propone un cambio razonado en el plan de cuidados.",
                language="es",
            ),
        ],
        "evidence_requirements": [
            requirement(
                "ficha",
                "Ficha de observación",
                "Firmada por la persona que supervisa. Sin el nombre de la persona cuidada.",
                authenticity="attested",
            ),
            requirement(
                "nota",
                "Nota de registro",
                "La nota que dejó usted para el siguiente turno, anonimizada.",
            ),
        ],
        "alignments": [
            align_esco("transfer-patients", "El traslado es la tarea que se demuestra.", level=3),
            align_esco("ergonomics", "La técnica protege la espalda de quien cuida.", level=3),
            align_esco("person-centred", "La persona decide y participa.", level=3),
            align_occupation("31-1131.00", "Mover y trasladar es tarea diaria de esta ocupación."),
        ],
        "outcomes": [
            "Valorar lo que una persona puede hacer y acordar con ella un traslado.",
            "Realizar el traslado con la ayuda técnica adecuada y sin cargar peso.",
            "Dejar un registro útil para el siguiente turno.",
        ],
        "learner_identification": "workplace",
        "workload_hours": 20,
        "ects_credits": 1,
        "eqf_level": 3,
        "level_note": "",
        "assessment_type": "observation",
        "participation": "blended",
        "quality_assurance": QUALITY["alba"],
        "awarding_bodies": ["Centro Alba de Cuidados"],
        "prerequisites": "Trabajar o hacer prácticas en un servicio de cuidados.",
        "supervision": "supervised_onsite",
        "stackability": "stackable",
        "validity_months": 24,
        "badge": badge("roundel", "plum", "hand", "Movilización", "Alba"),
    },
    sample=Sample(
        things=("la señora T.", "el señor R.", "la señora M.", "don P."),
        answers={
            "persona": (
                "En {workplace}, {thing} puede sentarse sola si tiene dónde apoyarse y sostiene su peso "
                "en la pierna derecha. Me lo dijo ella y lo comprobé sentándola al borde de la cama."
            ),
            "decision": (
                "Elegí la tabla de transferencia y no la grúa, porque {thing} quiere y puede empujar con "
                "la pierna buena; la grúa le habría quitado ese esfuerzo, que le conviene."
            ),
        },
        evidence=(
            SampleArtefact(
                requirement="ficha",
                name="Ficha de observación",
                description="Traslado de la cama a la silla.",
                file="ficha.pdf",
                body=(
                    "Ficha de observacion - traslado de cama a silla",
                    "Lugar: {workplace}   Persona observada: {name}",
                    "",
                    "Explica y pide permiso            si",
                    "Pregunta por dolor                si, 2 de 10",
                    "Silla frenada, altura ajustada    si",
                    "Movimiento a la cuenta            si, a la de tres",
                    "Comodidad comprobada              si",
                    "",
                    "Supervisora: enfermera de turno",
                ),
                owner_note="Ficha del centro de trabajo; permitida para la evaluación, sin datos de la persona.",
            ),
            SampleArtefact(
                requirement="nota",
                name="Nota para el turno de noche",
                description="Anonimizada.",
                file="nota.txt",
                body=(
                    "Nota de turno, {workplace}",
                    "Traslado a las 10:15 con tabla. {thing} ha empujado con la pierna derecha.",
                    "Dolor 2 de 10 antes y después. Cansancio al cabo de cuarenta minutos sentada.",
                    "Vigilar: rojez en talón izquierdo. Propongo silla más baja con reposapiés.",
                ),
            ),
        ),
        passed=(
            SampleMark(
                criterion="valorar",
                level=3,
                comment="Pregunta por el dolor y cambia el plan con la respuesta.",
                rests_on="Ficha; respuesta 1",
            ),
            SampleMark(
                criterion="mover",
                level=3,
                comment="Silla frenada y altura ajustada; la técnica es correcta.",
                rests_on="Ficha",
            ),
            SampleMark(
                criterion="revisar",
                level=4,
                comment="La propuesta de una silla más baja está bien razonada.",
                rests_on="Nota de turno",
            ),
        ),
        returned=(
            SampleMark(
                criterion="revisar",
                level=2,
                comment="La nota dice que se hizo, pero no qué debe vigilar el turno de noche.",
                rests_on="Nota de turno",
            ),
        ),
        feedback_passed="Trabajo sereno y respetuoso. La nota ayuda de verdad al siguiente turno.",
        feedback_returned="Amplíe la nota: qué pudo hacer la persona y qué hay que vigilar.",
        reflection="Preguntar primero ahorra fuerza después.",
        ai_use="Ninguno.",
    ),
)

INFECTIONS = DemoDefinition(
    key="infecciones",
    provider="alba",
    definition={
        "title": "Prevenir infecciones en el cuidado diario",
        "summary": "Manos, guantes, superficies y ropa: en el momento justo y con la razón clara.",
        "description": (
            "La mayoría de las infecciones en una residencia viajan en las manos. Esta microcredencial "
            "se obtiene mostrando una jornada real: qué momentos exigían higiene de manos, qué se limpió, "
            "con qué producto y por qué."
        ),
        "language": "es",
        "competency": {
            "statement": "Aplica las precauciones estándar durante un turno de cuidado y explica cada decisión.",
            "key_method": "Los cinco momentos de la higiene de manos, más limpieza y desinfección por riesgo.",
        },
        "overview_questions": [
            question(
                "momentos",
                "Describa tres momentos del turno en que hizo higiene de manos y por qué.",
                200,
            ),
            question("dilema", "¿Cuándo no usó guantes, y por qué era lo correcto?", 150),
        ],
        "criteria": [
            criterion(
                "manos",
                "Higiene de manos",
                "La realiza en los momentos que la exigen y con la técnica completa.",
                "Se lava las manos al empezar y al acabar el turno.",
                "Reconoce algunos momentos; sustituye el lavado por guantes.",
                "Reconoce los cinco momentos y distingue cuándo agua y jabón y cuándo solución.",
                "Además, observa a un compañero y le da una indicación útil y amable.",
                language="es",
            ),
            criterion(
                "superficies",
                "Superficies y material",
                "Limpia y desinfecta según el riesgo, con producto y tiempo correctos.",
                "Pasa el mismo paño por todas partes.",
                "Usa el producto correcto sin respetar el tiempo de contacto.",
                "Ordena por riesgo, del más limpio al más sucio, con dilución y tiempo anotados.",
                "Además, detecta una superficie olvidada y la incluye en el plan.",
                language="es",
            ),
            criterion(
                "explicar",
                "Explicar",
                "Explica la razón de cada medida a la persona cuidada o a su familia.",
                "No explica.",
                "Da órdenes sin razón.",
                "Explica con palabras sencillas y comprueba que se ha entendido.",
                "Además, resuelve una objeción sin perder la medida.",
                language="es",
            ),
        ],
        "evidence_requirements": [
            requirement(
                "registro",
                "Registro de un turno",
                "Momentos, medidas y razones.",
                authenticity="attested",
            ),
            requirement(
                "cartel",
                "Explicación para familias",
                "Una página o un enlace, hechos por usted.",
                kinds=("file", "link"),
            ),
        ],
        "alignments": [
            align_esco("infection-control", "Precauciones estándar en el trabajo diario.", level=3),
            align_esco("hygiene-care", "Higiene en un entorno de cuidados.", level=3),
            align_esco("disinfect", "Orden, dilución y tiempo de contacto.", level=3),
            align_occupation(
                "31-1122.00", "La prevención de infecciones es parte de esta ocupación."
            ),
        ],
        "outcomes": [
            "Aplicar los cinco momentos de la higiene de manos en un turno real.",
            "Limpiar y desinfectar por orden de riesgo.",
            "Explicar una medida a la persona o a su familia.",
        ],
        "learner_identification": "workplace",
        "workload_hours": 12,
        "ects_credits": 0.5,
        "eqf_level": 3,
        "level_note": "",
        "assessment_type": "workplace_evidence",
        "participation": "online",
        "quality_assurance": QUALITY["alba"],
        "awarding_bodies": ["Centro Alba de Cuidados"],
        "prerequisites": "Ninguno.",
        "supervision": "unsupervised",
        "stackability": "stackable",
        "validity_months": 12,
        "badge": badge("roundel", "plum", "drop", "Higiene", "Alba"),
    },
    sample=Sample(
        things=("la planta segunda", "el comedor", "la unidad de noche"),
        answers={
            "momentos": (
                "En {workplace}, {thing}: antes de la cura, para no llevar nada a la herida; después de "
                "retirar la bolsa, aunque llevaba guantes; al salir de la habitación, porque había tocado "
                "la cama."
            ),
            "dilema": "Al peinar a una persona no usé guantes: no hay riesgo y el contacto con la mano tranquiliza.",
        },
        evidence=(
            SampleArtefact(
                requirement="registro",
                name="Registro del turno",
                description="Momentos y razones.",
                file="registro.csv",
                body=(
                    "hora;momento;medida;razón",
                    "07:10;antes de contacto;solución;entrada en la habitación 1{number}",
                    "07:25;antes de tarea limpia;agua y jabón;cura del talón",
                    "07:40;tras fluido;agua y jabón;retirada de bolsa",
                    "08:05;superficie;clorado 1:50, 5 min;mesa de noche",
                    "08:30;tras contacto;solución;salida",
                ),
            ),
            SampleArtefact(
                requirement="cartel",
                name="Hoja para familias",
                description="Una página con dibujos.",
                file="hoja.png",
                body=("ward",),
                visibility="public",
                owner_note="Dibujo mío.",
            ),
        ),
        passed=(
            SampleMark(
                criterion="manos",
                level=3,
                comment="Distingue bien jabón y solución.",
                rests_on="Registro",
            ),
            SampleMark(
                criterion="superficies",
                level=3,
                comment="Dilución y tiempo anotados.",
                rests_on="Registro, 08:05",
            ),
            SampleMark(
                criterion="explicar",
                level=3,
                comment="La hoja es clara y amable.",
                rests_on="Hoja para familias",
            ),
        ),
        returned=(
            SampleMark(
                criterion="superficies",
                level=2,
                comment="Falta el tiempo de contacto del producto.",
                rests_on="Registro",
            ),
        ),
        feedback_passed="Registro breve y completo. Enhorabuena.",
        feedback_returned="Añada producto, dilución y tiempo de contacto, y vuelva a entregar.",
        reflection="Los guantes no lavan.",
        ai_use="Corrector ortográfico.",
    ),
)
