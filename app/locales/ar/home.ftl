home-next-workshops = الورش القادمة
home-all-workshops = كل الورش
home-newest-practices = أحدث الممارسات
home-all-practices = كل الممارسات
home-all-topics = كل المجالات
home-map-title = الممارسات على خريطة المحافظات
home-area = { $name }: { $count ->
    [zero] لا ممارسات
    [one] ممارسة واحدة
    [two] ممارستان
    [few] { $count } ممارسات
    [many] { $count } ممارسة
   *[other] { $count } ممارسة
}
