workshops-title = الورش
workshops-one = ورشة
workshops-lede = لقاءات بالفيديو بين البلديات، ومحاضرها وتوصياتها.
workshops-count = { $count ->
    [0] لا ورش
    [one] ورشة واحدة
    [two] ورشتان
    [few] { $count } ورش
    [many] { $count } ورشة
   *[other] { $count } ورشة
}
workshops-coming = القادمة
workshops-past = السابقة
workshops-none-coming = لا ورش قادمة.
workshops-none-past = لا ورش سابقة بعد.
workshops-new = حدّد موعد ورشة
workshops-propose = اقترح ورشة
workshops-edit = تعديل الورشة
workshops-back = عُد إلى الورشة
workshops-all-coming = كل الورش القادمة
workshops-all-past = كل الورش السابقة
workshops-feed = تقويم الورش العامة (iCalendar)
workshops-feed-name = ورش { $name }

# What, when, where
workshops-kind-exchange = ورشة تبادل خبرات
workshops-kind-council-session = جلسة مجالس متبادلة
workshops-kind-review = ورشة تقييم
workshops-kind-field-visit = زيارة ميدانية
workshops-kind-training = تدريب
workshops-state-proposed = مقترحة
workshops-state-scheduled = مجدولة
workshops-state-live = جارية الآن
workshops-state-finished = انتهت
workshops-state-closed = مغلقة مع تقرير
workshops-state-cancelled = ملغاة
workshops-state-declined = لم تُقرّ
workshops-visibility-public = عامة: يراها الجميع
workshops-visibility-network = للشبكة: يراها الأعضاء بعد تسجيل الدخول
workshops-zone-gaza = بتوقيت غزة
workshops-zone-hebron = بتوقيت الخليل
workshops-when = { $start } إلى { $end }، { $zone }
workshops-from-to = { $start } إلى { $end }
workshops-time-for-registered = تُعلن الساعة للمسجلين فقط.
workshops-place-for-registered = يُعلن للمسجلين فقط
workshops-add-to-calendar = أضف إلى التقويم
workshops-hosts = الهيئات المستضيفة
workshops-seats = { $left ->
    [0] { $capacity }، لا مقاعد متاحة
   *[other] { $capacity }، المتاح منها { $left }
}
workshops-minutes = { $count ->
    [0] أقل من دقيقة
    [one] دقيقة واحدة
    [two] دقيقتان
    [few] { $count } دقائق
    [many] { $count } دقيقة
   *[other] { $count } دقيقة
}
workshops-now = الآن
workshops-cancelled-notice = أُلغيت هذه الورشة.
workshops-declined-notice = لم يُقرّ هذا المقترح. لا يراه إلا صاحبه ومن يقرّر.
workshops-proposed-notice = هذه الورشة مقترحة فقط. يؤكد موعدها منسّق الشبكة، أو من ينشر باسم كل الهيئات المستضيفة.
workshops-done-proposed = حُفظ المقترح. يراه المنسقون وناشرو الهيئات المستضيفة، وتصلك رسالة حين يُقرّ أو يُرفض.
workshops-done-scheduled = الورشة على التقويم.
workshops-done-saved = حُفظت الورشة.
workshops-done-cancelled = أُلغيت الورشة، وأُبلغ كل من سجّل.
workshops-done-declined = رُفض المقترح أو سُحب. لا يراه سوى صاحبه ومن يقرّر.
workshops-done-closed = أُغلقت الورشة مع تقريرها.
workshops-done-decided = حُفظ قرارك، وأُبلغ صاحب التسجيل.
workshops-approve = أكّد الموعد

# The form
workshops-form-lede = ما تكتبه يبقى في النموذج إلى أن يُحفظ.
workshops-section-about = موضوع الورشة
workshops-section-time = التاريخ والوقت
workshops-section-time-hint = الساعة التي اتفقتم عليها. لا تتغير إذا تغيرت قواعد التوقيت الصيفي.
workshops-section-people = الهيئات المستضيفة والمشاركون
workshops-section-people-hint = هيئة مستضيفة واحدة على الأقل. تحدّد الموعد إذا كنت تنشر باسم كل الهيئات المستضيفة، وإلا كانت الورشة مقترحة.
workshops-section-call = المكالمة والمكان
workshops-section-call-hint = تظهر للمسجلين فقط، والمكالمة قبل الموعد بـ 15 دقيقة.
workshops-field-kind = النوع
workshops-field-title = العنوان
workshops-field-summary = الخلاصة في سطر واحد
workshops-field-language = لغة هذه النصوص
workshops-language-ar = العربية
workshops-language-en = الإنجليزية
workshops-field-title-translated = العنوان باللغة الأخرى
workshops-field-summary-translated = الخلاصة باللغة الأخرى
workshops-field-description = الوصف
workshops-markdown-hint = لا يزيد على { $limit } حرف. يمكنك التنسيق: **عريض**، قوائم تبدأ بـ «-»، عناوين تبدأ بـ «##»، وجداول.
workshops-field-topics = المجالات
workshops-field-when = الموعد
workshops-field-date = التاريخ
workshops-field-start = ساعة البدء
workshops-field-end = ساعة الانتهاء
workshops-field-next-day = تنتهي الورشة في اليوم التالي
workshops-field-zone = التوقيت
workshops-host-number = الهيئة المستضيفة { $number }
workshops-field-visibility = من يراها؟
workshops-field-visibility-later = من يراها حين توضع على التقويم؟
workshops-field-capacity = السعة
workshops-field-capacity-hint = عدد الأشخاص من 1 إلى 5,000. اتركها فارغة إن لم يكن للعدد حد. من يسجّل بعد اكتمالها ينتظر، ويحصل على مقعد تلقائيًا إذا توفر.
workshops-field-moderated = أوافق بنفسي على كل تسجيل
workshops-field-video = مكالمة الفيديو
workshops-video-none = بلا مكالمة فيديو (حضوريًا)
workshops-video-link = رابط مكالمة
workshops-video-jitsi = غرفة Jitsi
workshops-field-video-link = رابط المكالمة
workshops-field-video-link-hint = يبدأ بـ ⁦https://⁩
workshops-field-video-server = خادم Jitsi
workshops-field-video-server-hint = اتركه فارغًا لاستعمال { $server }. يُعطى للغرفة اسم لا يمكن تخمينه.
workshops-field-place = المكان
workshops-field-place-hint = لزيارة ميدانية أو لقاعة يجتمع فيها الناس.
workshops-agenda = جدول الأعمال
workshops-agenda-hint = بالترتيب، وتُحسب الأوقات من ساعة البدء. اترك الصفوف الزائدة فارغة. اكتب الصفات الوظيفية لا أسماء الأشخاص.
workshops-agenda-number = الفقرة { $number }
workshops-agenda-title = الموضوع
workshops-agenda-minutes = المدة بالدقائق
workshops-agenda-speaker = صفة المتحدث
workshops-agenda-organization = هيئة المتحدث
workshops-more-rows = أضف صفوفًا إلى جدول الأعمال
workshops-stale-title = حفظ زميل قبلك
workshops-stale = ما كتبته باقٍ في النموذج، والمحفوظ الآن معروض هنا. قارن بينهما ثم احفظ من جديد.
workshops-stale-stored = المحفوظ الآن
workshops-stale-empty = (فارغ)
workshops-stale-yes = نعم
workshops-stale-no = لا
workshops-agenda-practice = الممارسة المعروضة
workshops-practices = الممارسات المرتبطة
workshops-practices-hint = الممارسات التي تدور حولها الورشة. ما تختاره في جدول الأعمال يُربط بها أيضًا.
workshops-practices-chosen = المرتبطة بالورشة
workshops-practices-found = ما وُجد عن { $question }
workshops-practices-none-found = لا ممارسات أخرى عن { $question }. جرّب كلمات أخرى.
workshops-practice-choice = { $title }، { $organization }
workshops-practice-unseen = ممارسة مرتبطة ليست متاحة لك
workshops-find-practice = ابحث عن ممارسة
workshops-find-practice-hint = كلمات من العنوان أو عنوان صفحتها. ثم اختر مما يظهر؛ ما كتبته في النموذج يبقى.
workshops-find = ابحث في الممارسات
workshops-found-notice = لم يُحفظ شيء بعد. اختر مما وُجد ثم احفظ:
workshops-agreed = ما التزمت به
workshops-materials = مواد الورشة
workshops-drafts-wait = { $count ->
    [one] أُرفقت وثيقة لا تزال مسودة، وتنتظر ناشر الهيئة التي رفعتها.
    [two] أُرفقت وثيقتان لا تزالان مسودتين، وتنتظر كلٌّ منهما ناشر الهيئة التي رفعتها.
    [few] أُرفقت { $count } وثائق لا تزال مسودات، وتنتظر ناشري الهيئات التي رفعتها.
    [many] أُرفقت { $count } وثيقة لا تزال مسودات، وتنتظر ناشري الهيئات التي رفعتها.
   *[other] أُرفقت { $count } وثيقة لا تزال مسودات، وتنتظر ناشري الهيئات التي رفعتها.
}

# What is wrong
workshops-recommendation-sent-before = أُرسل هذا النموذج من قبل وحُفظت منه توصية، وما فيه الآن مختلف. ما كتبته باقٍ في الصفحة. لتغيير المحفوظة افتحها، ولحفظ توصية أخرى أرسل النموذج مرة ثانية.
workshops-sent-before = أُرسل هذا النموذج من قبل وحُفظت منه ورشة، وما فيه الآن مختلف. ما كتبته باقٍ في الصفحة. لتغيير المحفوظة افتحها، ولحفظ ورشة أخرى أرسل النموذج مرة ثانية.
workshops-problem-choice = اختر قيمة من القيم المعروضة.
workshops-problem-too-many = { $most ->
    [0] لا شيء على الأكثر.
    [one] واحد على الأكثر.
    [two] اثنان على الأكثر.
   *[other] { $most } على الأكثر.
}
workshops-problem-not-yours = تحدّد موعد ورشة أو تقترحها إذا كانت هيئتك من الهيئات المستضيفة.
workshops-problem-not-asked = حُدّد موعد هذه الورشة، فلا تضيف إليها إلا هيئات تنشر باسمها. يضيف منسّق الشبكة غيرها.
workshops-problem-responsible = اختر هيئة مستضيفة أو متحدثة أو مسجلة في الورشة. يختار منسّق الشبكة غيرها.
workshops-problem-due-before = لا يكون الموعد النهائي قبل يوم الورشة.
workshops-problem-date-missing = اكتب التاريخ.
workshops-problem-date-format = اكتب التاريخ سنة-شهر-يوم، مثل ⁦2027-03-15⁩.
workshops-problem-date-none = لا يوجد هذا اليوم في التقويم.
workshops-problem-time-missing = اكتب الساعة.
workshops-problem-time-format = اكتب الساعة بين 00:00 و23:59، مثل 10:30.
workshops-problem-gap = تُقدَّم الساعة في تلك الليلة فلا تمر بهذا الوقت. اختر وقتًا آخر.
workshops-problem-fold = تُؤخَّر الساعة في تلك الليلة فيتكرر هذا الوقت مرتين. اختر وقتًا آخر.
workshops-problem-past = مضى هذا الموعد. اختر موعدًا لاحقًا.
workshops-problem-end = يجب أن يكون الانتهاء بعد البدء. إن انتهت الورشة بعد منتصف الليل فاختر «تنتهي الورشة في اليوم التالي».
workshops-problem-between = اكتب عددًا صحيحًا من { $least } إلى { $most }.
workshops-problem-capacity = { $count ->
    [0] لا يمكن أن تقل السعة عن عدد المسجلين.
    [one] سُجّل شخص واحد، فلا يمكن أن تقل السعة عن ذلك.
    [two] سُجّل شخصان، فلا يمكن أن تقل السعة عن ذلك.
    [few] سُجّل { $count } أشخاص، فلا يمكن أن تقل السعة عن ذلك.
    [many] سُجّل { $count } شخصًا، فلا يمكن أن تقل السعة عن ذلك.
   *[other] سُجّل { $count } شخص، فلا يمكن أن تقل السعة عن ذلك.
}
workshops-problem-agenda = { $minutes ->
    [0] جدول الأعمال أطول من الورشة.
    [one] جدول الأعمال أطول من الورشة بدقيقة واحدة.
    [two] جدول الأعمال أطول من الورشة بدقيقتين.
    [few] جدول الأعمال أطول من الورشة بـ { $minutes } دقائق.
    [many] جدول الأعمال أطول من الورشة بـ { $minutes } دقيقة.
   *[other] جدول الأعمال أطول من الورشة بـ { $minutes } دقيقة.
}
workshops-problem-link = هذا ليس رابطًا صالحًا.
workshops-problem-link-https = يجب أن يبدأ الرابط بـ ⁦https://⁩ لتكون المكالمة مشفّرة.
workshops-problem-link-credentials = يجب ألا يحتوي الرابط على اسم مستخدم أو كلمة سر.

# Registering
workshops-my-registration = تسجيلك
workshops-register = سجّل حضورك
workshops-join-waitlist = انضم إلى قائمة الانتظار
workshops-sign-in-to-register = سجّل الدخول لتسجّل حضورك.
workshops-heads = كم شخصًا يحضر؟
workshops-heads-hint = 1 لك وحدك، أو عدد الجالسين في قاعة بلديتك.
workshops-full-note = اكتملت المقاعد. يمكنك الانضمام إلى قائمة الانتظار، وسنراسلك إذا توفر مقعد.
workshops-moderated-note = يوافق المنظّم على كل تسجيل.
workshops-registered = مسجَّل
workshops-waitlisted = على قائمة الانتظار
workshops-pending = بانتظار الموافقة
workshops-withdrawn = ملغى
workshops-queue-place = أنت رقم { $number } على قائمة الانتظار، وسنراسلك إذا توفر مقعد.
workshops-queue-group = تنتقل المجموعة حين تتوفر مقاعدها كلها معًا، وقد تسبقها قبل ذلك مجموعات أصغر.
workshops-pending-note = سينظر المنظّم في طلبك، وستصلك رسالة.
workshops-withdraw = ألغِ تسجيلي
workshops-withdraw-note = ينتقل مقعدك إلى من يليك على قائمة الانتظار، وتتوقف روابط دخولك عن العمل.
workshops-registration-over = انتهى التسجيل في هذه الورشة.
workshops-registrations = التسجيلات
workshops-registrations-note = لا يرى هذه القائمة سوى منظّمي هذه الورشة.
workshops-registrations-none = لم يسجّل أحد بعد.
workshops-person = الاسم
workshops-heads-short = العدد
workshops-standing = الحالة
workshops-admit = وافق
workshops-remove = ألغِ
workshops-remove-hint = يفقد هذا العضو مقعده أو دوره، ويُبلَّغ بالبريد أن منظّمًا ألغى تسجيله.
workshops-remove-confirmed = ألغِ هذا التسجيل

# The call
workshops-join = ادخل الورشة
workshops-join-video = ادخل بالصوت والصورة
workshops-join-audio = ادخل بالصوت فقط
workshops-door-opens = يفتح باب الدخول قبل الموعد بـ 15 دقيقة: { $time }.
workshops-door-closed = انتهت المكالمة.
workshops-no-call = ليس لهذه الورشة مكالمة فيديو.
workshops-call-elsewhere = تجري المكالمة لدى خدمة خارج البوابة، وقد ترى عنوان اتصالك.
workshops-dropped-out = انقطع اتصالك؟ عُد إلى هذه الصفحة وادخل من جديد.

# Afterwards
workshops-minutes-title = المحضر
workshops-minutes-hint = ما الذي قيل؟ يظهر بعد حفظه في صفحة الورشة.
workshops-minutes-revision = المراجعة رقم { $number }، { $date }
workshops-write-minutes = اكتب المحضر
workshops-save-minutes = احفظ المحضر
workshops-revisions = المراجعات
workshops-close = أغلق الورشة بتقرير
workshops-recommendations = التوصيات
workshops-add-recommendation = أضف توصية
workshops-update-recommendation = حدّث التوصية
workshops-recommendation-text = ما المطلوب عمله؟
workshops-recommendation-organization = الهيئة المسؤولة
workshops-recommendation-due = موعد الإنجاز
workshops-recommendation-status = الحالة
workshops-recommendation-progress = ما أُنجز حتى الآن
workshops-recommendation-open = مفتوحة
workshops-recommendation-in-progress = قيد التنفيذ
workshops-recommendation-done = أُنجزت
workshops-recommendation-dropped = أُلغيت
workshops-recommendation-overdue = متأخرة
workshops-due = موعد الإنجاز { $date }

# Calling off
workshops-cancel = ألغِ الورشة
workshops-cancel-stale = تغيّرت الورشة منذ فُتح هذا النموذج، وموعدها الآن { $when }. إن كنت تريد إلغاءها كما هي الآن فأرسل النموذج من جديد.
workshops-cancel-reason = سبب الإلغاء
workshops-cancel-hint = يصل هذا السبب إلى كل من سجّل. لا يزيد على { $limit } حرف.
workshops-decline = ارفض المقترح أو اسحبه
workshops-decline-reason = السبب
workshops-decline-hint = يصل هذا السبب إلى صاحب المقترح. لا يزيد على { $limit } حرف.
workshops-decline-stale = تغيّر المقترح منذ فُتح هذا النموذج، وموعده الآن { $when }. إن كنت تريد رفضه أو سحبه كما هو الآن فأرسل النموذج من جديد.

# Mail
workshops-mail-registered-subject = تأكيد تسجيلك: { $workshop }
workshops-mail-registered = سُجّل حضورك في هذه الورشة:
workshops-mail-waitlisted-subject = أنت على قائمة الانتظار: { $workshop }
workshops-mail-waitlisted = لا تكفي المقاعد الباقية لطلبك، وأنت على قائمة الانتظار. سنراسلك إذا توفر ما يكفي.
workshops-mail-pending-subject = وصل طلبك: { $workshop }
workshops-mail-pending = يوافق المنظّم على كل تسجيل في هذه الورشة. ستصلك رسالة فور البت في طلبك.
workshops-mail-promoted-subject = توفر مقعد لك: { $workshop }
workshops-mail-promoted = توفر مقعد وأصبح تسجيلك مؤكدًا.
workshops-mail-changed-subject = تغيّرت الورشة: { $workshop }
workshops-mail-changed = تغيّر شيء في هذه الورشة، وهذا ما هي عليه الآن:
workshops-mail-cancelled-subject = أُلغيت الورشة: { $workshop }
workshops-mail-cancelled = أُلغيت الورشة. السبب:
workshops-mail-withdrawn-subject = أُلغي تسجيلك: { $workshop }
workshops-mail-withdrawn = أُلغي تسجيلك في هذه الورشة، وتوقفت روابط دخولك إليها عن العمل.
workshops-mail-not-waiting = سُحب طلبك لهذه الورشة.
workshops-mail-removed-subject = ألغى المنظّم تسجيلك: { $workshop }
workshops-mail-removed = ألغى منظّم الورشة تسجيلك فيها، وتوقفت روابط دخولك إليها عن العمل. إذا رأيت في ذلك خطأ فراسل الجهة المضيفة.
workshops-mail-proposed-subject = ورشة مقترحة: { $workshop }
workshops-mail-proposed = اقتُرحت هذه الورشة وتنتظر قرارك، ولا يراها غير من يقرّر قبل أن توضع على التقويم. اقرأها، ثم وافق عليها أو ارفضها مع ذكر السبب.
workshops-mail-proposed-host = اقتُرحت هذه الورشة باسم هيئتك مع غيرها، ولا يراها غير من يقرّر قبل أن يضعها منسق على التقويم. يمكنك تعديلها، أو رفضها مع ذكر السبب.
workshops-mail-scheduled-subject = أُقرّت ورشتك المقترحة: { $workshop }
workshops-mail-scheduled = أُقرّ مقترحك، والورشة الآن على التقويم:
workshops-mail-hosting-subject = ورشة باسم هيئتك: { $workshop }
workshops-mail-hosting = هذه الورشة على التقويم، وهيئتك من مستضيفيها. يمكنك تعديلها من صفحتها.
workshops-mail-not-hosting = عُدّلت هذه الورشة، ولم تعد هيئتك من مستضيفيها.
workshops-mail-declined-subject = لم تُقرّ ورشتك المقترحة: { $workshop }
workshops-mail-declined = لم يُقرّ مقترحك. السبب:
workshops-mail-not-agreed-subject = مقترح لم يُقرّ: { $workshop }
workshops-mail-not-agreed = رُفض هذا المقترح أو سحبه صاحبه. السبب:
workshops-mail-host-cancelled-subject = أُلغيت ورشة باسم هيئتك: { $workshop }
workshops-mail-host-cancelled = أُلغيت هذه الورشة، وهيئتك من مستضيفيها. السبب:
workshops-mail-tomorrow-subject = غدًا: { $workshop }
workshops-mail-today-subject = اليوم: { $workshop }
workshops-mail-soon-subject = تبدأ قريبًا: { $workshop }
workshops-mail-reminder = تذكير بالورشة التي سجّلت فيها:
workshops-mail-place = المكان: { $place }
workshops-mail-join = رابطك الشخصي يفتح صفحة الدخول قبل الموعد بـ 15 دقيقة دون تسجيل دخول. لا تعطه لغيرك.
workshops-mail-open-join = افتح صفحة الدخول
workshops-mail-open = افتح صفحة الورشة
workshops-mail-open-list = افتح قائمة الورش
workshops-mail-closing = تبادل — { $url }
