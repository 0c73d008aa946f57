# التخزين وحدوده
storage-title = التخزين وحدوده
storage-lede = كم رفعت كل هيئة، وكم يجوز لها أن ترفع.
storage-saved = حُفظت الحدود.
storage-total = ما رفعته الهيئات
storage-kept = ما يشغله على الخادم
storage-kept-files = { $size } في { $count ->
    [zero] لا ملفات
    [one] ملف واحد
    [two] ملفين
    [few] { $count } ملفات
    [many] { $count } ملفًا
   *[other] { $count } ملف
}؛ المحتوى المتكرر يُحفظ مرة واحدة
storage-ceiling = سقف الخادم للملف الواحد
storage-defaults = حدود كل هيئة
storage-file-limit = الحد الأقصى للملف الواحد (ميغابايت)
storage-file-limit-hint = فارغ: لا حد سوى سقف الخادم، وهو { $ceiling }.
storage-quota = الحد الأقصى لكل ملفات الهيئة معًا (ميغابايت)
storage-quota-hint = تُحسب كل إصدارات الوثائق، والملفات التي ما زالت تُرفع. الغيغابايت 1000 ميغابايت. فارغ: لا حد.
storage-own-hint = اترك الحقل فارغًا ليسري على الهيئة ما يسري على غيرها: { $file } للملف الواحد، و{ $quota } لكل الملفات.
storage-own-hint-unlimited = اترك الحقل فارغًا ليسري على الهيئة ما يسري على غيرها: { $file } للملف الواحد، وبلا حد لكل الملفات.
storage-own-file-hint = فارغ: كغيرها. لا يتجاوز سقف الخادم، وهو { $ceiling }.
storage-own-quota-hint = فارغ: كغيرها. الغيغابايت 1000 ميغابايت.
storage-organizations = الهيئات
storage-name = اسم الهيئة
storage-none = لا هيئة بهذا الاسم.
storage-used = { $used }، بلا حد
storage-used-of = { $used } من { $quota }
storage-full = لا متسع
storage-nearly-full = يكاد يمتلئ
storage-own = حدود خاصة
storage-documents = وثائق الهيئة
storage-problem-number = اكتب عددًا صحيحًا من الميغابايت، مثل 500، أو اترك الحقل فارغًا.
storage-problem-zero = اكتب 1 على الأقل. لمنع الرفع كله اجعل الحد الأقصى لكل الملفات 0.
storage-problem-ceiling = سقف الخادم { $ceiling }. يرفعه من يدير الخادم بالإعداد TABADUL_UPLOAD_LIMIT_MIB.
storage-left = المتبقي لهيئتك: { $left } من { $quota }.
storage-left-of = المتبقي لـ{ $organization }: { $left } من { $quota }.
storage-no-room = لا متسع لهذا الملف: المتبقي للهيئة { $left }. ارفع ملفًا أصغر، أو اطلب من مدير النظام رفع الحد.

# فحص الفيروسات
storage-virus = فحص الفيروسات
storage-virus-none = لا تُفحص الملفات من الفيروسات. ثبّت clamd على الخادم، ثم عرّف عنوانه بهذا الإعداد وأعد تشغيل البوابة:
storage-virus-checked = يُفحص كل ملف قبل أن يصبح وثيقة. الفاحص:
storage-virus-silent = الفاحص لا يجيب. لا يُقبل أي ملف حتى يعود: ما يُرسل يبقى بانتظار الفحص.
