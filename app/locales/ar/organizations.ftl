organizations-title = الهيئات
organizations-lede = البلديات والمجالس والشركاء في الضفة الغربية وقطاع غزة، وما نشرته كل هيئة وما التزمت به.
organizations-page-lede = ما نشرته { $title } وما استضافته وما التزمت به.
organizations-count = { $count ->
    [zero] لا هيئات
    [one] هيئة واحدة
    [two] هيئتان
    [few] { $count } هيئات
    [many] { $count } هيئة
   *[other] { $count } هيئة
}
organizations-none = لا هيئة تطابق اختيارك. أزل بعض عوامل التصفية.
organizations-by-governorate = الهيئات بحسب المحافظة
organizations-area = { $name }: { $count ->
    [zero] لا هيئات
    [one] هيئة واحدة
    [two] هيئتان
    [few] { $count } هيئات
    [many] { $count } هيئة
   *[other] { $count } هيئة
}
organizations-map-inset = قطاع غزة، مكبّرًا
organizations-place = محافظة { $governorate }، { $region }
organizations-kind = نوع الهيئة
organizations-region = المنطقة
organizations-governorate = المحافظة
organizations-population = عدد السكان
organizations-population-year = سنة عدد السكان
organizations-population-in = { $people } (عام { $year })
organizations-website = الموقع الإلكتروني
organizations-about = عن الهيئة
organizations-about-ar = نبذة عن الهيئة بالعربية
organizations-about-en = نبذة عن الهيئة بالإنجليزية
organizations-name-ar = الاسم بالعربية، دون كلمة «بلدية»
organizations-name-en = الاسم بالإنجليزية
organizations-slug = الاسم في العنوان
organizations-slug-hint = أحرف لاتينية صغيرة وأرقام وشرطات، ولا يتغيّر بعد الحفظ.
organizations-add = أضف هيئة
organizations-import = استورد من ملف CSV
organizations-import-lede = الصق محتوى الملف. تُفحص كل الأسطر قبل حفظ أي منها؛ الأعمدة الفارغة تُبقي القيم الحالية.
organizations-import-file = محتوى الملف
organizations-imported = اكتمل الاستيراد. أُضيف: { $added }، عُدّل: { $changed }، لم يتغيّر: { $unchanged }.
organizations-csv-line = السطر { $line }: { $why }
organizations-csv-column = السطر { $line }، العمود «{ $column }»: { $why }
organizations-csv-too-many-lines = في الملف أكثر من { $most } سطر.
organizations-csv-no-lines = لا أسطر بعد سطر العناوين.
organizations-csv-unknown-column = لا يعرف الاستيراد عمودًا بهذا الاسم.
organizations-csv-no-column = هذا العمود مطلوب وليس في الملف.
organizations-csv-values = { $found ->
    [zero] لا قيمة في هذا السطر، والأعمدة { $expected }.
    [one] في هذا السطر قيمة واحدة، والأعمدة { $expected }.
    [two] في هذا السطر قيمتان، والأعمدة { $expected }.
    [few] في هذا السطر { $found } قيم، والأعمدة { $expected }.
    [many] في هذا السطر { $found } قيمة، والأعمدة { $expected }.
   *[other] في هذا السطر { $found } قيمة، والأعمدة { $expected }.
}
organizations-csv-repeated = تكرر هذا المعرّف، وهو في السطر { $line } أيضًا.
organizations-csv-slug = يُكتب المعرّف بأحرف لاتينية صغيرة وأرقام وشُرَط، من 1 إلى 60 حرفًا، ولا يكون كلمة محجوزة.
organizations-csv-empty = هذه القيمة مطلوبة.
organizations-csv-kind = القيم الممكنة: { $codes }
organizations-csv-governorate = ليس معرّفَ محافظة.
organizations-csv-website = يبدأ العنوان بـ http:// أو https://
organizations-csv-elsewhere = هذه الإحداثية خارج فلسطين.
organizations-csv-number = ليست هذه القيمة رقمًا.
organizations-csv-beyond = اكتب قيمة بين { $least } و{ $most }.
organizations-csv-unreadable = لم نتمكن من قراءة هذا السطر.
organizations-export = نزّل الدليل بصيغة CSV
organizations-retired-notice = لم تعد هذه الهيئة عاملة.
organizations-stale = عدّل زميل هذه الصفحة بعد أن فتحتها. نصك باقٍ في النموذج، ونصه معروض فوقه. راجعهما ثم احفظ.
organizations-stored = النص المحفوظ الآن
organizations-curation = تصحيح الدليل
organizations-retire = أخرج الهيئة من الدليل
organizations-restore = أعد الهيئة إلى الدليل
organizations-merge = ادمج الهيئتين
organizations-merge-into = الهيئة التي تُدمج فيها
organizations-merge-hint = ينتقل الأعضاء والمحتوى إلى الهيئة المختارة، ولا يمكن التراجع عن الدمج.
organizations-data-title = عن البيانات ومصادرها
organizations-data-lede = من أين جاء دليل الهيئات وخريطته، وبأي تراخيص.
organizations-data-places = الأماكن
organizations-data-places-text = مواقع البلديات من قاعدة GeoNames. لا مواقع في المصدر لتسع بلديات، فتُركت دون موقع.
organizations-data-borders = حدود المحافظات
organizations-data-population = أعداد السكان
organizations-data-population-text = تقديرات الجهاز المركزي للإحصاء الفلسطيني لسنة 2015 وتعداد سنة 2017. لا يُعرض عدد دون سنته.
organizations-data-mistakes = وجدت خطأ؟
organizations-data-mistakes-text = صفة البلدية في الدليل مأخوذة من قوائم عامة، وقد تخطئ. أبلغ مدير النظام ليصححها.
organizations-kind-municipality = بلدية
organizations-kind-village-council = مجلس قروي
organizations-kind-joint-council = مجلس خدمات مشترك
organizations-kind-partner = شريك
organizations-region-west-bank = الضفة الغربية
organizations-region-gaza = قطاع غزة
organizations-title-municipality = بلدية { $name }
organizations-title-village-council = مجلس قروي { $name }
organizations-title-joint-council = مجلس الخدمات المشترك { $name }
organizations-done-retired = أُخرجت الهيئة من الدليل. ما نشرته باقٍ، ويمكنك إعادتها.
organizations-done-restored = عادت الهيئة إلى الدليل.
