extension MailServer {
  static let program = #"""
    import asyncio, email, email.header, email.policy, email.utils, json, os
    import ssl, subprocess, sys, threading, warnings
    from aiosmtpd.smtp import SMTP, AuthResult

    mode, folder = sys.argv[1:]

    class Handler:
        def __init__(self): self.server = None

        async def handle_MAIL(self, server, session, envelope, address, options):
            if getattr(server, "hangs_up", False): server.transport.abort()
            envelope.mail_from = address
            return "250 OK"

        async def handle_RCPT(self, server, session, envelope, address, options):
            kind = address.split("@")[0]
            if kind == "refuse": return "550 5.1.1 no such person"
            if kind == "defer": return "451 4.7.1 try again later"
            if kind == "sign-in-first": return "530 5.7.0 authentication required"
            if kind == "slow": await asyncio.sleep(30)
            envelope.rcpt_tos.append(address)
            return "250 OK"

        async def handle_DATA(self, server, session, envelope):
            kind = envelope.rcpt_tos[0].split("@")[0]
            if kind == "refuse-body": return "554 5.6.0 not wanted"
            if kind == "defer-body": return "452 4.3.1 disk full"
            raw = envelope.original_content
            server.taken = getattr(server, "taken", 0) + 1
            message = email.message_from_bytes(raw, policy=email.policy.default)
            print(json.dumps({
                "envelopeFrom": envelope.mail_from, "envelopeTo": envelope.rcpt_tos,
                "headers": {name: str(value) for name, value in message.items()},
                "from": mailbox(raw, "From"), "to": mailbox(raw, "To"),
                "text": (message.get_body(("plain",)) or message).get_content().replace("\r\n", "\n"),
                "parts": [part.get_content_type() for part in message.iter_parts()],
                "calendar": calendar(message).get_content() if calendar(message) else None,
                "calendarType": str(calendar(message)["Content-Type"]) if calendar(message) else None,
                "date": message["Date"].datetime.isoformat(),
                "defects": [str(d) for part in message.walk() for d in defects(part)],
                "longestLine": max(len(line) for line in raw.split(b"\r\n")),
                "isASCII": raw.isascii() and b"\n" not in raw.replace(b"\r\n", b""),
                "html": message.get_body(("html",)).get_content() if message.get_body(("html",)) else None,
                "nth": server.taken,
                "wasEncrypted": server.transport.get_extra_info("ssl_object") is not None,
            }), flush=True)
            if kind == "drop":
                server.transport.abort()
                return "250 never sent"
            if kind == "slow-body": await asyncio.sleep(30)
            server.hangs_up = kind == "hang-up-at-next"
            if kind == "hang-up": asyncio.get_running_loop().call_later(0.1, server.transport.abort)
            return "250 2.0.0 Ok: queued as 4WxYz1"

    def calendar(message):
        return next((part for part in message.iter_parts() if part.get_content_type() == "text/calendar"), None)

    def defects(part):
        return [*part.defects, *(defect for value in part.values() for defect in value.defects)]

    # By the older of Python's two parsers: the newer, as of 3.11, leaves the blanks between encoded words in
    # a name, against RFC 2047 section 6.2.
    def mailbox(raw, field):
        name, address = email.utils.parseaddr(email.message_from_bytes(raw)[field])
        return [str(email.header.make_header(email.header.decode_header(name))), address]

    def sign_in(server, session, envelope, mechanism, data):
        return AuthResult(success=(data.login, data.password) == (b"clinic", b"pa:ss@word/1"))

    def tls():
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate, key = f"{folder}/certificate.pem", f"{folder}/key.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
             "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
             "-keyout", key, "-out", certificate], check=True, stderr=subprocess.DEVNULL)
        context.load_cert_chain(certificate, key)
        return context

    context = tls() if mode in ("starttls", "tls") else None

    def protocol():
        options = {"hostname": "mail.example", "timeout": 60}
        if mode == "starttls": options |= {"tls_context": context, "require_starttls": True}
        if mode == "sign-in":
            warnings.simplefilter("ignore")
            options |= {"authenticator": sign_in, "auth_required": True, "auth_require_tls": False}
        return SMTP(Handler(), **options)

    class TurnsAway(asyncio.Protocol):
        def connection_made(self, transport):
            transport.write(b"554 5.3.2 no mail service here\r\n")
            transport.close()

    class Silent(asyncio.Protocol): pass

    async def serve():
        kind = {"turns-away": TurnsAway, "silent": Silent}.get(mode, protocol)
        server = await asyncio.get_running_loop().create_server(
            kind, "127.0.0.1", 0, ssl=context if mode == "tls" else None)
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()

    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    asyncio.run(serve())
    """#
}
