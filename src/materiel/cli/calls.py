"""Calls: what each command of the command line calls, with the arguments that were parsed.

Imports of the commands are deferred, so that ``materiel --help`` does not wait for databases and parsers.
"""

from __future__ import annotations

import argparse
import os

REGISTER = "materiel.db"
"""The register in the working folder that commands use where nothing else is named."""


def usual_register() -> str:
    """The register where none is named: ``$MATERIEL_REGISTER`` or ``REGISTER``."""
    return os.environ.get("MATERIEL_REGISTER") or REGISTER


def run_read(args: argparse.Namespace) -> int:
    from materiel.commands import cluster, read, second
    from materiel.commands.tasks import Options

    if (args.format or args.text or args.explain) and args.register:
        raise _usage("--register does not go with --format, --text or --explain, which store nothing; leave one out")
    if args.on and (args.format or args.text or args.explain):
        raise _usage("--on reads into a register; leave it out with --format, --text and --explain")
    if args.explain:
        return read.explained(args.paths, args.allow_private)
    if args.text:
        return read.text(args.paths, args.allow_private)
    model = second.reader({name: getattr(args, name) for name in ("second", "model", "budget", "send")})
    options = Options(warc=not args.no_sieve, others=args.sieve, private=args.allow_private)
    if args.format:
        return read.jsonl(args.paths, args.jobs or 1, options, model)
    on = cluster.Cluster(args.on, args.jobs) if args.on else None
    how = read.Keeping(options, args.archive, model, on)
    return read.keep(args.paths, args.jobs or 1, args.register or usual_register(), how)


def run_deals(args: argparse.Namespace) -> int:
    from materiel.commands import deals

    names = ("country", "supplier", "recipient", "category", "status", "since", "until", "as_of", "text")
    asked = {name: getattr(args, name) for name in names}
    return deals.show(args.register, {**asked, "background": args.all}, args.format, args.lines)


def run_show(args: argparse.Namespace) -> int:
    from materiel.commands import show

    if args.page:
        return show.page(args.register, args.deal, args.archive)
    return show.deal(args.register, args.deal, args.as_of, args.format)


def run_why(args: argparse.Namespace) -> int:
    from materiel.commands import why

    return why.cell(args.register, (args.deal, args.field), args.as_of, args.format)


def run_review(args: argparse.Namespace) -> int:
    from materiel.commands import review

    return review.run(args.register, args.words, args.kind, args.format, review.Person(_reviewer(args), args.why))


def run_weigh(args: argparse.Namespace) -> int:
    from materiel.commands import weigh

    _count_names("weigh", args)
    shown = weigh.Shown(args.format, args.only, args.chart, args.assume)
    return weigh.show(args.register, args.what, args.names, shown)


def run_brief(args: argparse.Namespace) -> int:
    from materiel.commands import brief

    _count_names("brief", args)
    about = brief.About(args.what, tuple(args.names), args.month)
    return brief.show(args.register, about, args.format, args.output, args.address)


def run_check(args: argparse.Namespace) -> int:
    from materiel.commands import check

    return check.show(args.paths, args.register, usual_register(), args.format)


def run_import(args: argparse.Namespace) -> int:
    from materiel.commands import import_

    if args.kind not in import_.KINDS:
        kinds = ", ".join(import_.KINDS)
        raise _usage(f"{args.kind!r} is no kind of file that can be imported; choose one of {kinds}")
    return import_.file(args.register, args.kind, args.file)


def run_reference(args: argparse.Namespace) -> int:
    from materiel.commands import reference

    return reference.show(args.register, args.format)


def run_withdraw(args: argparse.Namespace) -> int:
    from materiel.commands import withdraw

    if args.page is None:
        if args.restore:
            raise _usage("withdraw --restore needs the page that may come back; name it")
        return withdraw.listing(args.register)
    act = withdraw.restore if args.restore else withdraw.page
    return act(args.register, args.page, _reviewer(args), args.why)


def run_export(args: argparse.Namespace) -> int:
    from materiel.commands import export

    asked = {name: getattr(args, name) for name in ("country", "since", "as_of")}
    return export.write(args.register, args.kind, args.file, {**asked, "background": args.all})


def run_compare(args: argparse.Namespace) -> int:
    from materiel.commands import compare

    asked = {name: getattr(args, name) for name in ("country", "since", "until")}
    return compare.sipri(args.register, args.file, asked, args.format)


def run_issues(args: argparse.Namespace) -> int:
    from materiel.commands import issues

    return issues.show(args.register, args.kind, args.format)


def run_watch(args: argparse.Namespace) -> int:
    from materiel.commands import watch

    return watch.watch(args.sources, args.register, args.archive, args.once, args.allow_private)


def run_sources(args: argparse.Namespace) -> int:
    from materiel.commands import watch

    if args.what == "add":
        return watch.add(args.sources, args.url, args.allow_private)
    return watch.init(args.sources) if args.what == "init" else watch.table(args.sources)


def run_archive(args: argparse.Namespace) -> int:
    from materiel.commands import archive

    if args.what == "page":
        return archive.page(args.archive, args.digest)
    return archive.verify(args.archive) if args.what == "verify" else archive.index(args.archive)


def run_serve(args: argparse.Namespace) -> int:
    from materiel.commands import serve

    return serve.serve(args.register, args.host, args.port, args.workers, args.address)


def run_accounts(args: argparse.Namespace) -> int:
    from materiel.commands import accounts

    if args.what in (None, "list"):
        return accounts.listing(args.register)
    if args.what == "add":
        return accounts.add(args.register, args.name, args.role)
    if args.what == "role":
        return accounts.role(args.register, args.name, args.role)
    if args.what == "token":
        return accounts.token(args.register, args.name, args.days)
    return (accounts.password if args.what == "password" else accounts.remove)(args.register, args.name)


def run_publish(args: argparse.Namespace) -> int:
    from materiel.commands import publish

    languages = [code for code in args.languages.split(",") if code]
    return publish.publish(args.register, args.folder, args.address, languages, args.regions)


def run_demo(args: argparse.Namespace) -> int:
    from materiel.commands import serve

    return serve.demo(args.register, None if args.no_serve else (args.host, args.port))


def run_packs(args: argparse.Namespace) -> int:
    from materiel.commands import packs as listing

    return listing.show()


def _count_names(command: str, args: argparse.Namespace) -> None:
    """Refuses more names, or fewer, than what is asked about has."""
    wanted = 2 if args.what == "pair" else 1
    if len(args.names) != wanted:
        names = f"{wanted} name{'s' if wanted > 1 else ''}"
        raise _usage(f"{command} {args.what} takes {names}; quote a name of several words")


def _reviewer(args: argparse.Namespace) -> str:
    from materiel.record.judgements import usual_reviewer

    return str(args.who or usual_reviewer())


def _usage(message: str) -> Exception:
    from materiel.commands.screen import Refused

    return Refused(message)
