"""An instrument with answers in hand: what is asked, which answers count. Pure; phones do the same in TypeScript."""
