"""The public pages that gather all the others: home, places, the map, search, method, how to take part."""
