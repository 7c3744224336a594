import asyncio
import functools
from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar

import httpx

P = ParamSpec("P")
R = TypeVar("R")


def retry(*, times: int = 3, on: type[Exception] = httpx.HTTPStatusError):
    def wrap(f: Callable[P, Awaitable[R]]) -> Callable[P, Awaitable[R]]:
        @functools.wraps(f)
        async def again(*args: P.args, **kwargs: P.kwargs) -> R:
            for attempt in range(times):
                try:
                    return await f(*args, **kwargs)
                except on:
                    if attempt + 1 == times:
                        raise
                    await asyncio.sleep(2**attempt)
            raise AssertionError("never")

        return again

    return wrap
