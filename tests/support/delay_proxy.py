#!/usr/bin/env python3
"""Lets TCP connections through, each byte later than it came.

    delay_proxy.py MILLISECONDS TARGET-PORT...

listens on a loopback port for each target (on loopback, too), prints those ports on one line, and
runs until it is ended. What is sent in one piece arrives in one piece, MILLISECONDS later, in either
direction; connecting itself costs nothing.
"""
import asyncio
import sys


async def carry(reader, writer, delay):
    """One direction. Order is kept: everything waits equally long."""
    loop = asyncio.get_running_loop()
    queue = asyncio.Queue()

    async def deliver():
        while True:
            due, data = await queue.get()
            await asyncio.sleep(max(0, due - loop.time()))
            if not data:
                writer.close()
                return
            writer.write(data)
            await writer.drain()

    delivery = asyncio.ensure_future(deliver())
    data = b" "
    while data:
        try:
            data = await reader.read(65536)
        except ConnectionError:
            data = b""
        queue.put_nowait((loop.time() + delay, data))
    try:
        await delivery
    except ConnectionError:
        pass


async def listen(delay, target):
    async def connect(reader, writer):
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", target)
        except ConnectionError:
            writer.close()
            return
        await asyncio.gather(carry(reader, far_writer, delay), carry(far_reader, writer, delay))

    return await asyncio.start_server(connect, "127.0.0.1", 0, backlog=512)


async def main():
    delay = int(sys.argv[1]) / 1000
    servers = [await listen(delay, int(port)) for port in sys.argv[2:]]
    print(*(server.sockets[0].getsockname()[1] for server in servers), flush=True)
    await asyncio.gather(*(server.serve_forever() for server in servers))


if len(sys.argv) < 3:
    sys.exit(__doc__)
try:
    asyncio.run(main())
except KeyboardInterrupt:
    pass
