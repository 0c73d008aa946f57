# Words that every page shares.
site-name = تبادل
site-tagline = بلديات فلسطين تتعلّم بعضها من بعض
skip-to-content = انتقل إلى المحتوى
main-navigation = التنقل الرئيس
breadcrumb = مسار الصفحة
chain = مكان هذه الصفحة في السلسلة
home = الرئيسية
search = ابحث
search-label = ابحث في البوابة
language-switch = English
sign-in = سجّل الدخول
sign-out = سجّل الخروج
my-account = حسابي
footer-about = عن البيانات
list-separator = { "، " }
optional = اختياري
empty-value = فارغ
save = احفظ
cancel = تراجع
edit = عدّل
previous-page = السابق
next-page = التالي
pages = الصفحات
page-number = الصفحة { $number } من { $total }
all = الكل
filter = صفِّ النتائج
results = { $count ->
    [0] لا نتائج
    [one] نتيجة واحدة
    [two] نتيجتان
    [few] { $count } نتائج
    [many] { $count } نتيجة
   *[other] { $count } نتيجة
}
date-with-time = { $weekday } { $date }، { $time }
weekday-monday = الاثنين
weekday-tuesday = الثلاثاء
weekday-wednesday = الأربعاء
weekday-thursday = الخميس
weekday-friday = الجمعة
weekday-saturday = السبت
weekday-sunday = الأحد
month-january = كانون الثاني
month-february = شباط
month-march = آذار
month-april = نيسان
month-may = أيار
month-june = حزيران
month-july = تموز
month-august = آب
month-september = أيلول
month-october = تشرين الأول
month-november = تشرين الثاني
month-december = كانون الأول

# Forms
error-summary-title = صحّح ما يلي ثم أرسل النموذج من جديد
error-summary-line = { $name }: { $problem }
error-summary-line-asked = { $name } { $problem }
error-summary-in = { $group }: { $name }
problem-required = املأ هذا الحقل.
problem-unchosen = اختر في هذا الحقل.
problem-too-long = { $limit ->
    [one] النص أطول من الحد المسموح: حرف واحد.
    [two] النص أطول من الحد المسموح: حرفان.
    [few] النص أطول من الحد المسموح: { $limit } أحرف.
    [many] النص أطول من الحد المسموح: { $limit } حرفًا.
   *[other] النص أطول من الحد المسموح: { $limit } حرف.
}
problem-invalid = القيمة غير صالحة.
problem-taken = هذه القيمة مستعملة من قبل.
limit-hint = { $limit ->
    [one] حرف واحد على الأكثر
    [two] حرفان على الأكثر
    [few] { $limit } أحرف على الأكثر
    [many] { $limit } حرفًا على الأكثر
   *[other] { $limit } حرف على الأكثر
}

# Errors that are pages
error-not-found-title = الصفحة غير موجودة
error-not-found = لا توجد صفحة بهذا العنوان، أو أنها غير متاحة لك.
error-forbidden-title = هذا الإجراء غير متاح لك
error-forbidden = لا تسمح صلاحياتك بهذا الإجراء. راجع من يدير حسابات هيئتك.
error-bad-request-title = تعذّر فهم الطلب
error-bad-request = وصل الطلب ناقصًا أو بترميز غير صالح. عُد إلى الصفحة السابقة وحاول مرة أخرى.
error-cross-site-title = لم يُقبل الطلب
error-cross-site = جاء الطلب من موقع آخر فلم يُنفَّذ. افتح النموذج من البوابة نفسها وأرسله.
error-too-large-title = الطلب أكبر من المسموح
error-too-large = حجم ما أرسلته أكبر من الحد المسموح، ولم يُحفظ شيء منه.
error-no-room-title = لا متسع لهيئتك
error-no-room = بلغت ملفات الهيئة حدها الأقصى، ولم يُحفظ ما أرسلته. اطلب من مدير النظام رفع الحد.
error-conflict-title = تغيّر المحتوى في أثناء عملك
error-conflict = سبقك تعديل آخر. عُد إلى الصفحة لترى النسخة الحالية.
error-closed-title = لا يمكن هذا الآن
error-closed = ما تطلبه لا تسمح به الحال التي وصل إليها. افتح الصفحة التي يتبع لها لترى ما آل إليه.
error-typed = ما كتبته
error-typed-hint = لم يُحفظ هذا النص. انسخه قبل أن تغادر الصفحة.
error-throttled-title = محاولات كثيرة
error-throttled = وصلت محاولات كثيرة في وقت قصير. انتظر بضع دقائق ثم حاول.
error-storage-title = تعذّر الحفظ الآن
error-storage = لا يستطيع الخادم الحفظ الآن، ولم يُحفظ طلبك. احتفظ بما كتبت وحاول بعد قليل.
error-internal-title = حدث خطأ في الخادم
error-internal = لم يكتمل طلبك بسبب خطأ عندنا، وقد سُجّل. حاول بعد قليل.
error-timeout-title = استغرق الطلب وقتًا طويلًا
error-timeout = لم يكتمل الطلب في الوقت المتاح. حاول مرة أخرى.
error-reference = رقم الطلب للإبلاغ: { $id }
mail-greeting = تحية طيبة،
open-saved = افتح المحفوظ
form-sent-by-others = أرسل غيرك نموذجًا من هذا العنوان نفسه قبلك. ما كتبته باقٍ في الصفحة، ويُحفظ حين ترسل النموذج مرة ثانية.
error-go-back = عُد إلى الصفحة السابقة
error-go-up = افتح الصفحة التي تتبع لها
error-go-home = عُد إلى الصفحة الرئيسية
