"""Archives as older versions made them, for the tests of what becomes of them."""

import sqlite3
from pathlib import Path

import sqlalchemy as sa

SCHEMAS = Path(__file__).parent / "schemas"


def make(engine: sa.Engine, schema: int = 3) -> None:
    """Make the tables of an older schema, empty but for its number, by the statements that made them then."""
    with engine.begin() as connection:
        for statement in (SCHEMAS / f"{schema}-{engine.dialect.name}.sql").read_text("utf-8").split(";"):
            if statement.strip():
                connection.exec_driver_sql(statement)
        connection.exec_driver_sql(f"INSERT INTO settings (name, value) VALUES ('schema', '{schema}')")


def turn_back(catalogue: Path) -> None:
    """Let the SQLite file of a closed catalogue be what the first schema that is moved would have of it."""
    newer = catalogue.with_name("newer.sqlite")
    catalogue.rename(newer)
    engine = sa.create_engine(f"sqlite:///{catalogue}")
    make(engine)
    engine.dispose()
    with sqlite3.connect(catalogue) as database:
        database.execute("ATTACH ? AS newer", (str(newer),))
        for (table,) in database.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
            columns = ", ".join(f'"{row[1]}"' for row in database.execute(f"PRAGMA main.table_info({table})"))
            database.execute(f"INSERT OR IGNORE INTO main.{table} ({columns}) SELECT {columns} FROM newer.{table}")
    database.close()
    newer.unlink()
