home-next-workshops = Next workshops
home-all-workshops = All workshops
home-newest-practices = Newest practices
home-all-practices = All practices
home-all-topics = All topics
home-map-title = Practices on the map of governorates
home-area = { $name }: { $count ->
    [0] no practices
    [one] one practice
   *[other] { $count } practices
}
