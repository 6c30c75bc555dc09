"""Where the areas of the world of 1940 lie: one raster of area numbers, for any face that draws a map."""
