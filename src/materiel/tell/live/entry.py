"""Entry: logging in and out, and one's own account."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from materiel.tell.live import forms
from materiel.tell.live import password as passwords
from materiel.tell.live.forms import Form
from materiel.tell.live.gate import COOKIE, account
from materiel.tell.live.people import AccountError
from materiel.tell.live.store import LASTS, Accounts
from materiel.tell.live.throttle import Wait
from materiel.tell.tongue import at, told


def log_in(request: Request) -> Response:
    """The form; whoever is logged in already goes on."""
    then = _then(request.query_params.get("then", ""))
    if account(request) is not None:
        return RedirectResponse(then, 303)
    return _form(request, {"then": then})


def logged_in(request: Request, form: Form) -> Response:
    """Checks name and password and begins a session."""
    held, name, then = accounts(request), form.get("name", "").strip(), _then(form.get("then", ""))
    typed = {"name": name[:100], "then": then}
    if not name or not form.get("password"):
        return _form(request, typed, told("Give your name and your password."), 400)
    try:
        found = held.log_in(name, form["password"], _address(request)) if held else None
    except Wait as wait:
        answer = _form(request, typed, told("Too many tries. Try again in {seconds} s.", seconds=wait.seconds), 429)
        answer.headers["Retry-After"] = str(wait.seconds)
        return answer
    if found is None:
        return _form(request, typed, told("No account has this name and this password."), 403)
    went_on = RedirectResponse(then, 303)
    forms.keep(request, went_on, COOKIE, found[0], LASTS)
    went_on.delete_cookie(forms.NONCE)
    return went_on


def log_out(request: Request, form: Form) -> Response:
    """Ends the session."""
    asking, held, token = account(request), accounts(request), request.cookies.get(COOKIE)
    if asking and held and token and held.session(token):
        held.log_out(token, asking, _address(request))
    left = RedirectResponse(at("/login"), 303)
    left.delete_cookie(COOKIE)
    return left


def own(request: Request) -> Response:
    """Who one is, and the form for another password."""
    return _own(request, {})


def change(request: Request, form: Form) -> Response:
    """Another password for one's own account; it ends all its sessions, also this one."""
    asking, held = account(request), accounts(request)
    if asking is None or held is None or not held.any():
        return _own(request, {"new": told("There are no accounts here yet.")}, 400)
    faults = {}
    if not held.matches(asking.name, form.get("password", "")):
        faults["password"] = told("This is not your password.")
    if fault := passwords.fault(form.get("new", ""), asking.name):
        faults["new"] = fault
    elif form.get("new") != form.get("again"):
        faults["again"] = told("This is not what stands above it.")
    if not faults:
        try:
            held.set_password(asking.name, form.get("new", ""), asking.name)
        except AccountError as error:
            faults["new"] = str(error)
    if faults:
        return _own(request, faults, 400)
    left = RedirectResponse(at("/login"), 303)
    left.delete_cookie(COOKIE)
    return left


def accounts(request: Request) -> Accounts | None:
    """The accounts of the site; None where it has none to ask."""
    found: Accounts | None = request.app.state.accounts
    return found


def _own(request: Request, faults: dict[str, str], status: int = 200) -> Response:
    held = accounts(request)
    values = {"account": account(request), "is_local": held is None or not held.any(), "faults": faults}
    return forms.page(request, "account.html", {**values, "shortest": passwords.SHORTEST}, status)


def _form(request: Request, typed: dict[str, Any], fault: str = "", status: int = 200) -> Response:
    return forms.page(request, "login.html", {"typed": {"name": "", **typed}, "fault": fault}, status)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _then(path: str) -> str:
    """A page of this site to go on to; never another site's."""
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and "\\" not in path
    return path if is_ours and len(path) < 2000 else at("/")
