"""`coach logo`: a set of logos with all their files, without a session."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from nodes.brief import Sector


@click.command()
@click.argument("name")
@click.option("--sector", type=click.Choice([sector.value for sector in Sector]), default="default", show_default=True)
@click.option("--tagline", default="", help="A short line under the name.")
@click.option("--style", multiple=True, help="A style word, such as modern; may be given several times.")
@click.option("--color", "colors", multiple=True, help="A colour, as a word or #rrggbb; may be given several times.")
@click.option("--wish", "wishes", multiple=True, help="What should be different, such as greener; in order.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder for the files.")
def command(
    name: str,
    sector: str,
    tagline: str,
    style: tuple[str, ...],
    colors: tuple[str, ...],
    wishes: tuple[str, ...],
    out: Path,
) -> None:
    """Draw six logos for NAME and write them with their pictures and a contact sheet."""
    from nodes.inputs import LogoInput

    request = LogoInput(name=name, sector=Sector(sector), tagline=tagline, style=style, colors=colors, wishes=wishes)
    for path in asyncio.run(_draw(request, out)):
        click.echo(path)


async def _draw(request: object, out: Path) -> list[Path]:
    from agent.drawing.logo_pictures import contact_sheet, logo_files
    from agent.integrations.logo.composer import SvgLogoComposer
    from nodes.inputs import LogoInput

    assert isinstance(request, LogoInput)  # noqa: S101 - typed so that --help loads no models
    logos = await SvgLogoComposer().design(request)
    return await asyncio.to_thread(
        _write,
        out,
        {"contact-sheet.png": contact_sheet(logos, modes=True)}
        | {
            f"{variant.id}-{variant.kind}/{name}": content
            for variant in logos.variants
            for name, content in logo_files(variant).items()
        },
    )


def _write(out: Path, files: dict[str, bytes]) -> list[Path]:
    for name, content in files.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return [out / "contact-sheet.png", *sorted({(out / name).parent for name in files if "/" in name})]
