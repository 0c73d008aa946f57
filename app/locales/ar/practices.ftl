# الممارسات: القائمة والصفحة والنموذج والاعتماد والسجل.
practices-title = الممارسات
practices-one = ممارسة
practices-lede = ما تتقنه الهيئات، مكتوبًا ليأخذ به غيرها.
practices-count = { $count ->
    [0] لا ممارسات
    [one] ممارسة واحدة
    [two] ممارستان
    [few] { $count } ممارسات
    [many] { $count } ممارسة
   *[other] { $count } ممارسة
}
practices-none = لا ممارسات منشورة بعد. ستظهر هنا ممارسات الهيئات فور اعتمادها.
practices-no-match = لا ممارسة تطابق اختيارك. أزل بعض عوامل التصفية.
practices-clear-filters = أزل عوامل التصفية
practices-filters = عوامل التصفية
practices-only-verified = الموثّقة فقط
practices-only-with-indicators = التي لها مؤشرات فقط
practices-topic = المجال
practices-topics = المجالات
practices-owner = الهيئة
practices-all-of-it = كل ممارساتها
practices-write = اكتب ممارسة
practices-last-confirmed = آخر تأكيد: { $date }
practices-verified = ممارسة موثّقة
practices-verified-on = وثّقها منسّق الشبكة في { $date }

# الصفحة
practices-sections = أقسام الصفحة
practices-problem = المشكلة
practices-solution = الحل
practices-result = النتيجة
practices-steps = دورة الحياة خطوة بخطوة
practices-indicators = المؤشرات
practices-indicator = المؤشر
practices-unit = الوحدة
practices-before = قبل
practices-after = بعد
practices-period = الفترة
practices-source = المصدر
practices-compared-cell = { $name }: { $value }
practices-published-on = نُشرت في
practices-updated-on = آخر تعديل
practices-confirmed-on = آخر تأكيد
practices-long-ago = { $date }، ولم تُؤكَّد منذ أكثر من ستة أشهر
practices-translation-note = العنوان والخلاصة ترجمة؛ النص الأصلي بالإنجليزية.
practices-no-translation = هذا النص متاح بالإنجليزية فقط.
practices-visibility = من يراها؟
practices-visibility-public = عامة: يراها الجميع
practices-visibility-network = للشبكة: يراها الأعضاء بعد تسجيل الدخول
practices-archived-on = نُقلت إلى الأرشيف في { $date }. لا يراها سوى أعضاء هيئتك.
practices-only-you-see = لا يراها سوى أعضاء هيئتك.
practices-change-waits = لهذه الممارسة تعديل لم يُعتمد بعد. يرى القراء النص السابق.

# الحالات
practices-state-draft = مسودة
practices-state-in-review = قيد المراجعة
practices-state-returned = أُعيدت مع ملاحظة
practices-state-withdrawn = حلّت محلّها مسودة أحدث
practices-state-published = منشورة
practices-state-superseded = مراجعة سابقة

# الأزرار
practices-submit = أرسل للاعتماد
practices-save-draft = احفظ المسودة
practices-review = راجع واعتمد
practices-approve = اعتمد وانشر
practices-return = أعد مع ملاحظة
practices-archive = أرشف
practices-unarchive = أعد النشر
practices-confirm = ما زلنا نعمل بها
practices-verify = وثّق الممارسة
practices-unverify = أزل التوثيق
practices-restore = استعد هذه المراجعة
practices-history = سجل التغييرات
practices-add-step = أضف خطوة
practices-add-indicator = أضف مؤشرًا
practices-remove-step = أزل الخطوة { $number }
practices-remove-indicator = أزل المؤشر { $number }

# ما حدث
practices-done-saved = حُفظت المسودة.
practices-done-taken-back = حُفظت المسودة وخرجت من المراجعة. أرسلها من جديد حين تكتمل.
practices-done-unchanged = لم يتغير شيء عمّا هو منشور، فلم تُنشأ مراجعة جديدة.
practices-done-submitted = أُرسلت الممارسة للاعتماد. تصل رسالة إلى ناشري هيئتك، ويجدونها بين المسودات.
practices-done-published = نُشرت الممارسة.
practices-done-published-without = نُشرت الممارسة. أُرفقت بها وثيقة بعد أن فتحت صفحة المراجعة، فبقيت مسودة: اقرأها ثم انشرها.
practices-done-archived = نُقلت الممارسة إلى الأرشيف.
practices-done-unarchived = أُعيد نشر الممارسة.
practices-done-confirmed = سُجّل أن العمل بها مستمر.
practices-done-verified = وُثّقت الممارسة.
practices-done-restored = استُعيدت المراجعة في مسودة جديدة.
practices-done-returned = أُعيدت الممارسة إلى كاتبها مع ملاحظتك.

# المسودات
practices-drafts-title = مسودات هيئتي
practices-drafts-lede = ما تكتبه هيئتك، وما ينتظر الاعتماد.
practices-draft-documents = مسودات الوثائق
practices-waiting = بانتظار الاعتماد
practices-being-written = قيد الكتابة
practices-no-drafts = لا مسودات الآن.
practices-change-of-published = تعديل على ممارسة منشورة

# النموذج
practices-edit-title = تعديل: { $title }
practices-section-basics = الممارسة
practices-section-story = المشكلة والحل والنتيجة
practices-section-translation = ترجمة العنوان والخلاصة
practices-translation-hint = باللغة الأخرى، لمن يقرأ بها. يبقى النص بلغته الأصلية.
practices-title-other = العنوان باللغة الأخرى
practices-summary-other = الخلاصة باللغة الأخرى
practices-field-title = العنوان
practices-title-hint = ماذا تفعلون جيدًا؟ مثل: دورة حياة الشكوى من الاستلام إلى الرد
practices-field-summary = الخلاصة في سطر واحد
practices-summary-hint = سطر واحد لا يزيد على 160 حرفًا، يظهر في القوائم.
practices-topics-hint = اختر مجالًا واحدًا على الأقل؛ يكفي في الغالب مجالان أو ثلاثة.
practices-language = لغة النص
practices-language-ar = العربية
practices-language-en = الإنجليزية
practices-markdown-hint = يمكنك التنسيق: **عريض**، قوائم تبدأ بـ «-»، عناوين تبدأ بـ «##»، وجداول.
practices-problem-hint = ما الذي لم يكن يسير جيدًا، ومن تأثر به؟
practices-solution-hint = ماذا فعلتم، ومن نفّذ، وبأي أدوات؟
practices-result-hint = ماذا تغيّر؟ اذكر الأرقام ومصدرها إن وُجدت.
practices-steps-hint = من يفعل ماذا، وكم يستغرق. الصف الفارغ لا يُحفظ.
practices-step = الخطوة { $number }
practices-step-who = من؟
practices-step-what = ماذا؟
practices-step-duration = المدة
practices-indicators-hint = أرقام مقيسة مع مصدرها. اترك «قبل» فارغًا إن لم يُعرف.
practices-indicator-number = المؤشر { $number }
practices-submit-note = يُنشر النص بعد أن يعتمده ناشر في هيئتك.
practices-sent-before = أُرسل هذا النموذج من قبل وحُفظت منه ممارسة، وما فيه الآن مختلف. ما كتبته باقٍ في الصفحة. لتغيير المحفوظة افتحها، ولحفظ ممارسة أخرى أرسل النموذج مرة ثانية.
practices-not-a-figure = اكتب رقمًا، مثل 3921 أو 99.6
practices-too-many = { $limit ->
    [one] واحد على الأكثر.
    [two] اثنان على الأكثر.
    [few] { $limit } على الأكثر.
    [many] { $limit } على الأكثر.
   *[other] { $limit } على الأكثر.
}
practices-returned-with = أُعيدت إليك مع هذه الملاحظة
practices-edit-in-review = إذا حفظت تعديلك مسودة خرج النص من المراجعة حتى ترسله من جديد. إذا أرسلته للاعتماد حلّ نصك الجديد محل النص الذي ينتظر.
practices-stale-title = حفظ زميل قبلك
practices-stale = حفظ { $post } هذا النص بعد أن فتحته، { $time }. نصك في النموذج كما كتبته، والفرق بينه وبين نصه أدناه. إذا حفظت الآن حلّ نصك محل نصه، ويبقى نصه في السجل.
practices-stale-own-title = حفظت هذا النص من قبل
practices-stale-own = حفظت هذا النص من صفحة أخرى بعد أن فتحت هذا النموذج، { $time }. النص في النموذج كما كتبته، والفرق بينه وبين المحفوظ أدناه. إذا حفظت الآن حلّ ما في النموذج محل المحفوظ.

# المراجعة
practices-review-title = مراجعة: { $title }
practices-submitted-by = كتبها: { $post }
practices-what-changed = ما الذي تغيّر عن المنشور؟
practices-needs-another = أنت كاتب هذا النص. يعتمده ناشر آخر في هيئتك.
practices-sole-note = أنت كاتب النص والناشر الوحيد لهيئتك. سيقول السجل ذلك.
practices-your-decision = قرارك
practices-note = ملاحظتك لكاتب الممارسة

# السجل
practices-history-of = سجل التغييرات: { $title }
practices-revisions = المراجعات
practices-events = ما حدث
practices-revision = مراجعة رقم { $number }
practices-compare-with = مقارنة بالمراجعة رقم { $number }
practices-difference-key = المشطوب حُذف، والمسطَّر أُضيف.
practices-no-difference = لا فرق بين النصين.
practices-imported = استُوردت من ملف
practices-written-by = كتبها: { $post }
practices-restored-from = استُعيدت من المراجعة رقم { $number }
practices-approved-by = اعتمدها { $post }، { $time }
practices-approved-sole = اعتمدها كاتبها بصفته الناشر الوحيد للهيئة، { $time }
practices-returned-by = أعادها { $post }، { $time }
practices-event-drafted = حُفظت المسودة
practices-event-submitted = أُرسلت للاعتماد
practices-event-returned = أُعيدت مع ملاحظة
practices-event-published = اعتُمدت ونُشرت
practices-event-archived = نُقلت إلى الأرشيف
practices-event-unarchived = أُعيد نشرها
practices-event-confirmed = أُكّد أن العمل بها مستمر
practices-event-verified = وثّقها منسّق الشبكة
practices-event-unverified = أُزيل توثيقها
practices-event-restored = استُعيدت مراجعة سابقة
practices-event-imported = استُوردت من ملف

# الرسائل
practices-mail-review-subject = ممارسة بانتظار اعتمادك: { $title }
practices-mail-review = أُرسلت ممارسة «{ $title }» للاعتماد باسم هيئتك. اقرأها، ثم اعتمدها أو أعدها إلى كاتبها مع ملاحظة.
practices-mail-returned-subject = أُعيدت ممارستك مع ملاحظة: { $title }
practices-mail-returned = أعاد ناشر هيئتك ممارسة «{ $title }» إليك مع هذه الملاحظة:
practices-mail-returned-action = افتح الممارسة وعدّلها
practices-mail-published-subject = نُشرت ممارستك: { $title }
practices-mail-published = اعتمد ناشر هيئتك ممارسة «{ $title }»، وهي منشورة الآن.
practices-mail-published-action = اقرأها كما يراها الناس
