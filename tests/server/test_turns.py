import asyncio
import threading
import time

from socialmap.server.turns import MOST, Turns


def run(scenario):
    """Run a scenario with turns, and return what it returns."""

    async def within():
        loop = asyncio.get_running_loop()
        turns = Turns(loop)

        def do(work):
            done = loop.create_future()
            turns.add(lambda: loop.call_soon_threadsafe(done.set_result, work()))
            return done

        return await asyncio.wait_for(scenario(do), 60)

    return asyncio.run(within())


def thread():
    return threading.current_thread().name


def test_quick_work_is_done_by_one_thread():
    async def scenario(do):
        return await asyncio.gather(*(do(thread) for _ in range(200)))

    assert len(set(run(scenario))) == 1


def test_work_is_done_in_the_order_in_which_it_came():
    done = []

    async def scenario(do):
        await asyncio.gather(*(do(lambda n=n: done.append(n)) for n in range(200)))

    run(scenario)
    assert done == list(range(200))


def test_another_thread_takes_over_from_slow_work_and_keeps_the_turn():
    go = threading.Event()

    async def scenario(do):
        slow = [do(lambda: go.wait(60)) for _ in range(MOST - 1)]
        others = {await do(thread) for _ in range(20)}
        go.set()
        await asyncio.gather(*slow)
        later = {await do(thread) for _ in range(20)}
        return others, later

    others, later = run(scenario)
    assert len(others) == 1
    assert others == later


def test_more_slow_work_than_threads_waits_and_is_done():
    async def scenario(do):
        await asyncio.gather(*(do(lambda: time.sleep(0.1)) for _ in range(3 * MOST)))
        return await do(thread)

    assert run(scenario).startswith("answers-")
