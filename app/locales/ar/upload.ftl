# رفع الملفات على دفعات
upload-queued = ينتظر دوره.
upload-sending = يُرسل. تستطيع أن تكمل الاستمارة في هذه الأثناء.
upload-paused = توقف الإرسال، وما وصل محفوظ.
upload-waiting = انقطع الاتصال. ما وصل محفوظ، ويُستأنف الإرسال وحده حين يعود.
upload-done = وصل الملف كله.
upload-signed-out = انتهت جلستك. سجّل الدخول في نافذة أخرى ثم استأنف.
upload-failed = تعذّر إرسال الملف. أزله ثم اختره من جديد.
upload-percent = { $percent }٪
upload-pause = أوقف مؤقتًا
upload-pause-name = أوقف مؤقتًا: { $name }
upload-resume = استأنف
upload-resume-name = استأنف: { $name }
upload-remove = أزل
upload-remove-name = أزل: { $name }
upload-many = { $most ->
    [zero] لا تُقبل ملفات هنا.
    [one] يُقبل ملف واحد في المرة.
    [two] يُقبل ملفان في المرة. لم يُضف ما زاد عليهما.
    [few] تُقبل { $most } ملفات في المرة. لم يُضف ما زاد عليها.
    [many] يُقبل { $most } ملفًا في المرة. لم يُضف ما زاد عليها.
   *[other] يُقبل { $most } ملف في المرة. لم يُضف ما زاد عليها.
}
upload-mend = في القائمة ملف لم يُقبل. أزله ثم ارفع.
