organizations-title = Organizations
organizations-lede = Municipalities, councils and partners in the West Bank and the Gaza Strip, and what each has published and agreed to do.
organizations-page-lede = What { $title } has published, hosted and agreed to do.
organizations-count = { $count ->
    [0] No organizations
    [one] One organization
   *[other] { $count } organizations
}
organizations-none = Nothing matches. Remove a filter.
organizations-by-governorate = Organizations by governorate
organizations-area = { $name }: { $count ->
    [0] no organizations
    [one] one organization
   *[other] { $count } organizations
}
organizations-map-inset = Gaza Strip, enlarged
organizations-place = { $governorate } governorate, { $region }
organizations-kind = Kind
organizations-region = Region
organizations-governorate = Governorate
organizations-population = Population
organizations-population-year = Year of the population
organizations-population-in = { $people } ({ $year })
organizations-website = Website
organizations-about = About
organizations-about-ar = About the organization, in Arabic
organizations-about-en = About the organization, in English
organizations-name-ar = Name in Arabic, without the word “municipality”
organizations-name-en = Name in English
organizations-slug = Name in the address
organizations-slug-hint = Lower-case Latin letters, digits and hyphens; it cannot change later.
organizations-add = Add an organization
organizations-import = Import a CSV file
organizations-import-lede = Paste the file's content. Every line is checked before any is saved; empty columns keep the current values.
organizations-import-file = Content of the file
organizations-imported = Import complete. Added: { $added }, changed: { $changed }, unchanged: { $unchanged }.
organizations-csv-line = Line { $line }: { $why }
organizations-csv-column = Line { $line }, column “{ $column }”: { $why }
organizations-csv-too-many-lines = The file has more than { $most } lines.
organizations-csv-no-lines = There are no lines below the header.
organizations-csv-unknown-column = The import knows no column of this name.
organizations-csv-no-column = This column is needed and not in the file.
organizations-csv-values = { $found ->
    [one] The line has one value, the header { $expected } columns.
   *[other] The line has { $found } values, the header { $expected } columns.
}
organizations-csv-repeated = This slug stands in line { $line } too.
organizations-csv-slug = A slug is 1 to 60 lower-case Latin letters, digits and hyphens, and not a reserved word.
organizations-csv-empty = This value is needed.
organizations-csv-kind = Possible values: { $codes }
organizations-csv-governorate = This is not the slug of a governorate.
organizations-csv-website = A web address begins with http:// or https://
organizations-csv-elsewhere = This coordinate is not in Palestine.
organizations-csv-number = This value is not a number.
organizations-csv-beyond = This value must lie between { $least } and { $most }.
organizations-csv-unreadable = This line could not be read.
organizations-export = Download the directory as CSV
organizations-retired-notice = This organization is no longer active.
organizations-stale = A colleague changed this page after you opened it. Your text is still in the form, theirs is shown above. Compare the two, then save.
organizations-stored = The text saved now
organizations-curation = Correct the directory
organizations-retire = Take out of the directory
organizations-restore = Put back into the directory
organizations-merge = Merge the two
organizations-merge-into = Merge into
organizations-merge-hint = Members and content move to the chosen organization. A merge cannot be undone.
organizations-data-title = About the data
organizations-data-lede = Where the directory and its map come from, and under which licences.
organizations-data-places = Places
organizations-data-places-text = The locations of municipalities come from GeoNames. Nine municipalities have no location there and are left without one.
organizations-data-borders = Borders of the governorates
organizations-data-population = Populations
organizations-data-population-text = Estimates of the Palestinian Central Bureau of Statistics for 2015 and its census of 2017. No figure is shown without its year.
organizations-data-mistakes = Found a mistake?
organizations-data-mistakes-text = Which places are municipalities follows public lists and may be wrong. Tell the administrator, who can correct it.
organizations-kind-municipality = Municipality
organizations-kind-village-council = Village council
organizations-kind-joint-council = Joint service council
organizations-kind-partner = Partner
organizations-region-west-bank = West Bank
organizations-region-gaza = Gaza Strip
organizations-title-municipality = { $name } municipality
organizations-title-village-council = { $name } village council
organizations-title-joint-council = { $name } joint service council
organizations-done-retired = The organization is out of the directory. What it published stays, and you can put it back.
organizations-done-restored = The organization is back in the directory.
