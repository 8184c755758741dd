"""The pages that anyone can use: rendered here, whole without JavaScript, each with an address that can be sent."""

from ui.pages.host import install

__all__ = ["install"]
