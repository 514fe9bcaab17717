"""A forbidden import must be found, whatever it looks like, and text that looks like one must not."""

import importlib.machinery
import importlib.util
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
_folder = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(_folder))
_loader = importlib.machinery.SourceFileLoader("arrows", str(_folder.parent / "arrows"))
arrows = importlib.util.module_from_spec(importlib.util.spec_from_loader("arrows", _loader))
_loader.exec_module(arrows)


def target(name, *dependencies, products=(), type="library"):
    return {
        "name": name,
        "path": f"Sources/{name}",
        "type": type,
        "target_dependencies": list(dependencies),
        "product_dependencies": list(products),
    }


HOUSE = [
    target("Postgres", "CLibPQ"),
    target("CLibPQ", type="system-target"),
    target("Clinic", "Postgres"),
    target("Web", "Clinic", products=["Hummingbird"]),
]


class Arrows(unittest.TestCase):
    def found(self, file, source, targets=HOUSE):
        """What is said of one file in a house of the above targets."""
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, file)
            path.parent.mkdir(parents=True)
            path.write_text(source, encoding="utf-8")
            return arrows.wrong_arrows({"targets": targets}, pathlib.Path(folder))

    def test_declared_imports_and_the_toolchain_are_silent(self):
        self.assertEqual(
            self.found("Sources/Web/A.swift", "import FoundationEssentials\npublic import Clinic\n"), []
        )

    def test_web_never_imports_postgres_in_any_form(self):
        forms = [
            "import Postgres",
            "public import Postgres",
            "internal import Postgres",
            "private import Postgres",
            "@testable import Postgres",
            "@preconcurrency public import Postgres",
            "@_exported\nimport Postgres",
            "@_spi(Raw) import Postgres",
            "import struct Postgres.SQL",
            "import Postgres.SQL",
            "import `Postgres`",
            "import Clinic; import Postgres",
            "/* why */ import Postgres",
            "  import  Postgres // why",
            "#if canImport(Postgres)\n  import Postgres\n#endif",
            'let a = "/*"\nimport Postgres // */',
            "/* a /* nested */ one */ import Postgres",
        ]
        for form in forms:
            with self.subTest(form):
                found = self.found("Sources/Web/Rooms/A.swift", form)
                self.assertTrue(any("Web must never import Postgres" in line for line in found), found)

    def test_text_is_not_an_import(self):
        texts = [
            "// import Postgres",
            "/*\nimport Postgres\n*/",
            "/* /* */\nimport Postgres\n*/",
            'let sql = """\nimport Postgres\n"""',
            'let raw = #"\nimport Postgres\n"#',
            "let important = 1",
            'let a = "\\"\\\\"; let b = "; import Postgres"',
        ]
        for text in texts:
            with self.subTest(text):
                self.assertEqual(self.found("Sources/Web/A.swift", text), [])

    def test_the_line_is_the_statement_s(self):
        found = self.found("Sources/Web/A.swift", '/*\n\n*/ let a = """\n\n"""\nimport Postgres\n')
        self.assertEqual(found, ["Sources/Web/A.swift:6: Web must never import Postgres"])

    def test_an_undeclared_product_is_named(self):
        found = self.found("Sources/Web/A.swift", "import NIOCore")
        self.assertEqual(
            found, ["Sources/Web/A.swift:1: Web imports NIOCore, which Package.swift does not declare for it"]
        )

    def test_a_library_imports_nothing_of_ours_but_its_system_library(self):
        self.assertEqual(self.found("Sources/Postgres/A.swift", "import CLibPQ"), [])
        found = self.found("Sources/Postgres/A.swift", "import Clinic")
        self.assertEqual(found, ["Sources/Postgres/A.swift:1: Postgres must never import Clinic"])

    def test_a_library_that_leans_on_another_leans_on_that_one_alone(self):
        targets = [*HOUSE, target("ICalendar", "CivilTime"), target("CivilTime")]
        self.assertEqual(self.found("Sources/ICalendar/A.swift", "import CivilTime", targets), [])
        found = self.found("Sources/ICalendar/A.swift", "import Clinic", targets)
        self.assertEqual(found, ["Sources/ICalendar/A.swift:1: ICalendar must never import Clinic"])
        found = self.found("Sources/CivilTime/A.swift", "import ICalendar", targets)
        self.assertEqual(found, ["Sources/CivilTime/A.swift:1: CivilTime must never import ICalendar"])

    def test_the_manifest_itself_is_held_to_the_list(self):
        found = self.found(
            "Sources/Web/A.swift",
            "",
            [target("Web", "Postgres"), target("Postgres", "Clinic"), target("Clinic")],
        )
        self.assertEqual(
            found,
            [
                "Package.swift: Postgres must never depend on Clinic",
                "Package.swift: Web must never depend on Postgres",
            ],
        )

    def test_clinic_keeps_postgres_to_itself(self):
        self.assertEqual(self.found("Sources/Clinic/A.swift", "internal import Postgres"), [])
        for form in ["import Postgres", "public import Postgres"]:
            found = self.found("Sources/Clinic/A.swift", form)
            self.assertEqual(found, ["Sources/Clinic/A.swift:1: Clinic must say 'internal import Postgres'"])

    def test_this_house_holds(self):
        self.assertEqual(subprocess.run([_folder.parent / "arrows"], check=False).returncode, 0)


if __name__ == "__main__":
    unittest.main()
