# الوثائق
documents-title = الوثائق
documents-lede = نماذج وأدلة وتقارير جاهزة للاستعمال، رفعتها الهيئات.
documents-count = { $count ->
    [zero] لا وثائق
    [one] وثيقة واحدة
    [two] وثيقتان
    [few] { $count } وثائق
    [many] { $count } وثيقة
   *[other] { $count } وثيقة
}
documents-none = لا وثائق هنا بعد.
documents-no-match = لا وثيقة تطابق اختيارك. أزل بعض عوامل التصفية.
documents-new = ارفع وثائق
documents-new-for = ستُرفق الوثيقة بـ: { $title }
documents-new-with-practice = تُنشر مع نشر ما أُرفقت به، ولا يراها قبل ذلك سوى أعضاء هيئتك.
documents-new-with-workshop = تبقى مسودة لا يراها سوى أعضاء هيئتك حتى ينشرها ناشر هيئتك.
documents-new-member = تُحفظ مسودة يراها أعضاء هيئتك، وينشرها الناشر في هيئتك.
documents-upload = ارفع
documents-upload-publish = ارفع وانشر
documents-upload-draft = ارفع مسودة
documents-edit = عدّل بيانات الوثيقة
documents-publish = انشر الوثيقة
documents-version-new = ارفع إصدارًا جديدًا
documents-version = الإصدار { $number }
documents-version-latest = أحدث إصدار
documents-versions = الإصدارات
documents-withdraw = اسحب الوثيقة
documents-withdraw-hint = تبقى الصفحة وتذكر السبب، ولا يستطيع أحد خارج هيئتك تنزيل الملف بعد ذلك.
documents-restore = أعد الوثيقة
documents-download = نزّل ({ $size })
documents-download-name = نزّل { $name } ({ $size })
documents-detach = أزل المرفق
documents-detach-name = أزل المرفق: { $title }
documents-attached = المرفقات
documents-attach-new = أرفق ملفًا جديدًا
documents-attach-existing = أرفق وثيقة موجودة
documents-attach = أرفق
documents-where-used = أين تُستعمل
documents-about = عن الوثيقة
documents-downloads = { $count ->
    [zero] لم تُنزَّل بعد
    [one] نُزّلت مرة واحدة
    [two] نُزّلت مرتين
    [few] نُزّلت { $count } مرات
    [many] نُزّلت { $count } مرة
   *[other] نُزّلت { $count } مرة
}

# الحقول
documents-file = الملف
documents-file-hint = الحد الأقصى { $limit }. المقبول: { $types }.
documents-files = الملفات
documents-files-hint = اختر ملفًا أو عدة ملفات، { $most ->
    [zero] ولا تتجاوز { $most } ملف
    [one] ولا تتجاوز ملفًا واحدًا
    [two] ولا تتجاوز ملفين
    [few] ولا تتجاوز { $most } ملفات
    [many] ولا تتجاوز { $most } ملفًا
   *[other] ولا تتجاوز { $most } ملف
} في المرة. الحد الأقصى { $limit } للملف. المقبول: { $types }.
documents-file-again = اختر الملف من جديد: المتصفح لا يحتفظ به.
documents-title-ar = العنوان بالعربية
documents-title-en = العنوان بالإنجليزية
documents-title-hint = عنوان واحد يكفي.
documents-title-hint-several = عنوان واحد يكفي. وإذا اخترت عدة ملفات صار كل ملف وثيقة تحمل اسمه، مسبوقًا بعنوانك إن كتبته.
documents-title-of-file = { $title } – { $name }
documents-kind = النوع
documents-language = لغة المحتوى
documents-licence = الترخيص
documents-topics = المجالات
documents-topics-hint = ثلاثة مجالات على الأكثر.
documents-description = الوصف
documents-description-hint = فيمَ تفيد، ومن كتبها، وماذا ينبغي أن يعرف من يستعملها.
documents-visibility = من يقرؤها
documents-visibility-hint = إذا كان في الملف مواقع منشآت (آبار، غرف تحكم، شبكات) فلا تجعله عامًا.
documents-named = الهيئات المحددة
documents-named-choose = اختر الهيئات التي تقرؤها
documents-organization = الهيئة
documents-note = ما الذي تغيّر
documents-note-hint = سطر واحد يظهر بجانب الإصدار.
documents-reason = السبب
documents-updated = آخر تعديل
documents-published = نُشرت
documents-size = الحجم
documents-keep-traces = أبقِ بيانات المؤلف والمكان
documents-keep-traces-hint = تُزال عادةً من الصور وملفات أوفيس وPDF قبل الحفظ. أما الأسماء في التعليقات والتعديلات المتتبّعة فتبقى.
documents-traces = بيانات المؤلف والمكان
documents-traces-removed = أُزيلت
documents-traces-kept = أبقاها صاحب الوثيقة
documents-traces-none = لا شيء منها في الملف
documents-traces-left = لم تتسنَّ إزالتها كلها: قد يبقى في الملف اسم أو مكان
documents-traces-unchecked = لم تُفحص: قد يكون في الملف اسم أو مكان
documents-related = وثائق قريبة

# ما في الملف
documents-inside = ما في الملف
documents-inside-pages = { $count ->
    [zero] لا صفحات
    [one] صفحة واحدة
    [two] صفحتان
    [few] { $count } صفحات
    [many] { $count } صفحة
   *[other] { $count } صفحة
}
documents-inside-slides = { $count ->
    [zero] لا شرائح
    [one] شريحة واحدة
    [two] شريحتان
    [few] { $count } شرائح
    [many] { $count } شريحة
   *[other] { $count } شريحة
}
documents-inside-sheets = { $count ->
    [zero] لا أوراق عمل
    [one] ورقة عمل واحدة
    [two] ورقتا عمل
    [few] { $count } أوراق عمل
    [many] { $count } ورقة عمل
   *[other] { $count } ورقة عمل
}
documents-inside-columns = { $count ->
    [zero] بلا أعمدة
    [one] عمود واحد
    [two] عمودان
    [few] { $count } أعمدة
    [many] { $count } عمودًا
   *[other] { $count } عمود
}
documents-inside-rows = { $count ->
    [zero] بلا صفوف
    [one] صف واحد
    [two] صفان
    [few] { $count } صفوف
    [many] { $count } صفًا
   *[other] { $count } صف
}
documents-inside-table = { $rows }، { $columns }
documents-inside-picture = { $width } × { $height } بكسل
documents-inside-sheet-names = أوراق العمل
documents-inside-column-names = أعمدة الجدول
documents-inside-more = { $count ->
    [zero] ولا غيرها
    [one] وواحد غيرها
    [two] واثنان غيرها
    [few] و{ $count } غيرها
    [many] و{ $count } غيرها
   *[other] و{ $count } غيرها
}

# الأنواع
documents-kind-by-law = نظام أو تعليمات
documents-kind-tender-text = وثائق عطاء
documents-kind-form = نموذج
documents-kind-manual = دليل عمل
documents-kind-presentation = عرض تقديمي
documents-kind-report = تقرير
documents-kind-recording = تسجيل
documents-kind-data-set = بيانات
documents-kind-position-paper = ورقة موقف
documents-kind-other = وثيقة أخرى
documents-language-ar = العربية
documents-language-en = الإنجليزية
documents-language-both = العربية والإنجليزية
documents-licence-network = تستعملها هيئات الشبكة وتعدّلها
documents-licence-cc-by = المشاع الإبداعي: نَسب المُصنَّف 4.0
documents-licence-cc0 = المشاع الإبداعي: بلا حقوق محفوظة (CC0)
documents-licence-all-rights = كل الحقوق محفوظة: للقراءة فقط
documents-visibility-public = عامة: يقرؤها الجميع
documents-visibility-network = للشبكة: يقرؤها الأعضاء
documents-visibility-organizations = لهيئات محددة
documents-status-draft = مسودة
documents-status-published = منشورة
documents-status-withdrawn = مسحوبة
documents-status = الحالة
documents-status-mine = مسودات هيئتي
documents-status-mine-withdrawn = ما سحبته هيئتي

# بعد الفعل
documents-done-uploaded = رُفعت الوثيقة.
documents-done-draft = رُفعت الوثيقة مسودة. لا يراها سوى أعضاء هيئتك.
documents-done-several = { $count ->
    [zero] لم تُرفع وثائق.
    [one] رُفعت وثيقة واحدة.
    [two] رُفعت وثيقتان.
    [few] رُفعت { $count } وثائق.
    [many] رُفعت { $count } وثيقة.
   *[other] رُفعت { $count } وثيقة.
}
documents-done-drafts = { $count ->
    [zero] لم تُرفع مسودات.
    [one] رُفعت مسودة واحدة. لا يراها سوى أعضاء هيئتك.
    [two] رُفعت مسودتان. لا يراهما سوى أعضاء هيئتك.
    [few] رُفعت { $count } مسودات. لا يراها سوى أعضاء هيئتك.
    [many] رُفعت { $count } مسودة. لا يراها سوى أعضاء هيئتك.
   *[other] رُفعت { $count } مسودة. لا يراها سوى أعضاء هيئتك.
}
documents-done-edited = حُفظت بيانات الوثيقة.
documents-done-version = رُفع الإصدار الجديد.
documents-done-published = نُشرت الوثيقة.
documents-done-withdrawn = سُحبت الوثيقة.
documents-done-restored = أُعيدت الوثيقة.
documents-done-attached = أُرفقت الوثيقة.
documents-done-attached-several = أُرفقت الوثائق.
documents-done-detached = فُصلت الوثيقة عن هذه الصفحة، وهي باقية بين الوثائق.
documents-withdrawn-notice = سُحبت هذه الوثيقة
documents-draft-notice = مسودة لا يراها سوى أعضاء هيئتك

# المشكلات
documents-problem-title = اكتب العنوان بالعربية أو بالإنجليزية.
documents-problem-topics = { $limit ->
    [zero] لا مجالات هنا.
    [one] اختر مجالًا واحدًا على الأكثر.
    [two] اختر مجالين على الأكثر.
    [few] اختر { $limit } مجالات على الأكثر.
    [many] اختر { $limit } مجالًا على الأكثر.
   *[other] اختر { $limit } مجال على الأكثر.
}
documents-problem-named = اختر هيئة واحدة على الأقل، أو غيّر من يقرؤها.
documents-problem-text = في النص رموز تالفة لا يمكن حفظها. راجع المواضع المعلّمة بـ «�».
documents-problem-stale = عدّل زميل هذه الوثيقة بعد أن فتحتها. ما كتبته في الصفحة؛ راجعه ثم احفظ.
documents-problem-sent-before = أُرسل هذا النموذج من قبل، وما فيه الآن مختلف عمّا حُفظ. ما كتبته باقٍ في الصفحة. لتغيير المحفوظ افتح وثيقته، ولرفع وثيقة أخرى أرسل النموذج مرة ثانية.
documents-stored = المحفوظ الآن
documents-file-missing = اختر ملفًا.
documents-file-named = { $name }: { $reason }
documents-file-one = الإصدار ملف واحد. اختر ملفًا واحدًا.
documents-file-gone = ملف اخترته مما وصل لم يعد على الخادم، أو لم يصل كله. اختره من جديد.
documents-files-many = { $most ->
    [zero] لا تُقبل ملفات هنا.
    [one] يُقبل ملف واحد في المرة.
    [two] يُقبل ملفان في المرة. حُفظ ما وصل أولًا؛ ارفعه، ثم ارفع الباقي.
    [few] تُقبل { $most } ملفات في المرة. حُفظ ما وصل أولًا؛ ارفعه، ثم ارفع الباقي.
    [many] يُقبل { $most } ملفًا في المرة. حُفظ ما وصل أولًا؛ ارفعه، ثم ارفع الباقي.
   *[other] يُقبل { $most } ملف في المرة. حُفظ ما وصل أولًا؛ ارفعه، ثم ارفع الباقي.
}
documents-file-empty = الملف فارغ. تأكد منه ثم أرفقه من جديد.
documents-file-too-large = حجم الملف أكبر من الحد المسموح، وهو { $limit }.
documents-file-not-allowed = هذا النوع من الملفات غير مقبول. المقبول: { $types }.
documents-file-mismatch = محتوى الملف لا يطابق نوعه: الاسم يقول { $claimed }، والمحتوى { $actual }.
documents-file-mismatch-unknown = محتوى الملف لا يطابق نوعه: الاسم يقول { $claimed }، والمحتوى غير ذلك.
documents-file-macros = في الملف برامج (ماكرو). احفظه بلا ماكرو ثم أرفقه.
documents-file-paths = في داخل الملف أسماء لا يكتبها أي برنامج مكتبي، وقد تضر بمن يفتحه. افتح الأصل في برنامجه واحفظه من جديد، ثم أرفقه.
documents-file-bomb = محتوى الملف بعد فك ضغطه أكبر بكثير مما يبدو، وقد يعطّل جهاز من يفتحه. افتح الأصل في برنامجه واحفظه من جديد، ثم أرفقه.
documents-file-huge = في الصورة نقاط أكثر مما تقدر عليه أجهزة القراء (الحد 300 مليون نقطة). صغّرها أو قسّمها ثم أرفقها.
documents-file-encrypted = الملف محمي بكلمة سر فلا يمكن فحصه. احفظه بلا حماية ثم أرفقه.
documents-file-old-office = هذه صيغة قديمة من أوفيس. احفظ الملف بصيغة DOCX أو XLSX أو PPTX أو PDF ثم أرفقه.
documents-file-damaged = الملف ناقص أو تالف. افتحه عندك للتأكد، ثم أرفقه من جديد.
documents-file-not-utf8 = ترميز النص ليس UTF-8. احفظه بترميز UTF-8 ثم أرفقه.
documents-file-infected = في الملف { $file } فيروس: { $virus }. لم يُحفظ الملف. افحص الجهاز الذي جاء منه.
documents-file-too-long-to-check = الملف أكبر مما يقبله فاحص الفيروسات. أخبر مدير النظام.
documents-file-unchecked = لا يمكن فحص الملف من الفيروسات الآن. الملف محفوظ، فأعد المحاولة بعد قليل دون أن ترسله من جديد.
documents-file-storage-full = لا مساحة على الخادم الآن، ولم يُحفظ الملف. أخبر مدير النظام.

# الأحجام
documents-size-bytes = { $size } بايت
documents-size-kb = { $size } كيلوبايت
documents-size-mb = { $size } ميغابايت
documents-size-gb = { $size } غيغابايت

# ملفات وصلت قبل استمارتها
documents-arrived = ملفات وصلت
documents-arrived-hint = أرسلتَها من قبل وهي محفوظة، فلا حاجة إلى اختيارها من جديد، ولم تصبح وثائق بعد. تُحذف بعد ثلاثة أيام.
documents-arrived-hint-several = أرسلتَها من قبل وهي محفوظة، فلا حاجة إلى اختيارها من جديد، ولم تصبح وثائق بعد. علّم ما تريد رفعه الآن. تُحذف بعد ثلاثة أيام.
documents-arrived-file = { $name } ({ $size })
documents-arrived-none = ملف آخر من جهازي

# رسائل
documents-mail-draft-subject = مسودة وثيقة بانتظار أن تنشرها: { $title }
documents-mail-drafts-subject = مسودات وثائق بانتظار أن تنشرها: { $count }
documents-mail-draft = { $count ->
    [one] رفع زميل مسودة وثيقة باسم هيئتك، ولا يراها غير أعضائها قبل أن تنشرها.
    [two] رفع زميل مسودتي وثيقتين باسم هيئتك، ولا يراهما غير أعضائها قبل أن تنشرهما.
    [few] رفع زميل { $count } مسودات باسم هيئتك، ولا يراها غير أعضائها قبل أن تنشرها.
    [many] رفع زميل { $count } مسودة باسم هيئتك، ولا يراها غير أعضائها قبل أن تنشرها.
   *[other] رفع زميل { $count } مسودة باسم هيئتك، ولا يراها غير أعضائها قبل أن تنشرها.
}
documents-mail-draft-action = اقرأ وقرّر
