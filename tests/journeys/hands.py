"""What a person does on a page in real Chromium: presses a button, follows a link, fills fields."""

from playwright.sync_api import Page


def press(page: Page, words: str) -> None:
    """Press the button and wait for the page that follows."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=words, exact=True).click()


def follow(page: Page, words: str, *, exact: bool = True) -> None:
    """Follow the first link with these words, or only with these among others, and wait for its page."""
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name=words, exact=exact).first.click()


def fill(page: Page, **fields: str) -> None:
    """Type into fields by their names; `rows__0__name` is `rows-0-name`."""
    for name, value in fields.items():
        page.locator(f"main [name='{name.replace('__', '-')}']").fill(value)
