"""`caunoi zalo-oa connect`."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.saying import HELP_JSON, faults_told

app = typer.Typer(help="Tài khoản Zalo Official Account. / The Zalo Official Account.", no_args_is_help=True)

_STEPS = """\
1. Ở developers.zalo.me, trong ứng dụng của bạn, mục Official Account (at developers.zalo.me, in your app):
   Official Account Callback Url: {callback}
   Code Challenge:                {challenge}
   Webhook URL:                   {webhook}
2. Trong {minutes} phút tới, người quản trị OA mở đường dẫn này và bấm cho phép
   (within {minutes} minutes an administrator of the account opens this link and agrees):
   {link}
3. Trang hiện ra báo “Đã kết nối” là xong; xem lại bằng (the page says “Connected”; look again with): caunoi check"""


@app.callback()
def main() -> None:
    """Zalo Official Account."""


@app.command("connect")
def connect(
    another: Annotated[
        bool, typer.Option("--another", help="Nối một OA khác với OA đang dùng. / Connect another account.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=HELP_JSON)] = False,
) -> None:
    """In đường dẫn cấp quyền và chờ người quản trị OA đồng ý. / Print the consent link and wait for consent."""
    with faults_told():
        import asyncio
        import json

        from bot.cli.desk import do
        from bot.settings import load
        from bot.wrong import wrong

        settings = load()
        if not settings.public_base_url:
            raise wrong("PUBLIC_BASE_URL")
        done = asyncio.run(do(settings, "zalo-oa-connect", {"another": another}))
        typer.echo(json.dumps(done) if as_json else _STEPS.format_map(done))
