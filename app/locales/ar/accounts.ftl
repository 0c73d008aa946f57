# Signing in and out
accounts-sign-in-title = تسجيل الدخول
accounts-email = البريد الإلكتروني
accounts-password = كلمة السر
accounts-shared-computer = هذا الجهاز مشترك
accounts-enter-email = اكتب البريد الإلكتروني.
accounts-enter-password = اكتب كلمة السر.
accounts-wrong-password = البريد الإلكتروني أو كلمة السر غير صحيحة.
accounts-sign-in-first = سجّل الدخول لتتابع.
accounts-session-ended = انتهت جلستك. سجّل الدخول وستجد ما كتبته كما هو.
accounts-signed-out = سجّلت الخروج.
accounts-password-saved = حُفظت كلمة السر. سجّل الدخول بها.
accounts-sign-out-everywhere = سجّل الخروج من كل الأجهزة
accounts-welcome-back-title = ما كتبته ما زال هنا
accounts-welcome-back = سجّلت الدخول، ولم يُنفَّذ شيء بعد. عُد إلى النموذج وراجعه ثم أرسله.
accounts-files-lost = الملفات التي اخترتها لا تُحفظ مع النموذج. اخترها من جديد حين تعود إليه.
accounts-back-to-form = عُد إلى النموذج

# The member's own page
accounts-name = الاسم
accounts-name-hint = لا يظهر للعموم، ولا للأعضاء إلا إذا وافقت.
accounts-show-name = أظهر اسمي للأعضاء
accounts-post = الصفة الوظيفية
accounts-post-hint = كما تظهر للناس، مثل: رئيس وحدة الشكاوى
accounts-mail-language = لغة الرسائل
accounts-arabic = العربية
accounts-english = الإنجليزية
accounts-profile-saved = حُفظت بياناتك.
accounts-profile-title = بياناتي
accounts-my-organization = هيئتي
accounts-welcome = أهلًا بك. أصبح حسابك جاهزًا.
accounts-throttled = محاولات كثيرة. انتظر قليلًا ثم أعد المحاولة.
accounts-forgot-password = نسيت كلمة السر؟
accounts-join = اطلب الانضمام
accounts-demo = هذه نسخة تجريبية: محتواها للعرض، وكلمات السر مطبوعة في مخرجات الأمر الذي حمّلها. الحسابات:
accounts-not-an-email = هذا ليس عنوان بريد إلكتروني. مثال: name@example.ps

# Sessions
accounts-sessions-title = الأجهزة التي سجّلت الدخول منها
accounts-this-session = هذا الجهاز
accounts-session-since = سجّلت الدخول في { $moment }
accounts-session-seen = آخر استعمال: { $moment }
accounts-end-session = أنهِ هذه الجلسة
accounts-end-other-sessions = أنهِ كل الجلسات الأخرى
accounts-session-was-ended = انتهت الجلسة.

# Passwords
accounts-current-password = كلمة السر الحالية
accounts-current-password-wrong = كلمة السر الحالية غير صحيحة.
accounts-new-password = كلمة السر الجديدة
accounts-password-hint = { $limit ->
    [zero] عبارة من عدة كلمات أسهل وأقوى.
    [one] حرف واحد على الأقل؛ عبارة من عدة كلمات أسهل وأقوى.
    [two] حرفان على الأقل؛ عبارة من عدة كلمات أسهل وأقوى.
    [few] { $limit } أحرف على الأقل؛ عبارة من عدة كلمات أسهل وأقوى.
    [many] { $limit } حرفًا على الأقل؛ عبارة من عدة كلمات أسهل وأقوى.
   *[other] { $limit } حرف على الأقل؛ عبارة من عدة كلمات أسهل وأقوى.
}
accounts-password-short = { $limit ->
    [zero] كلمة السر أقصر من المطلوب.
    [one] كلمة السر أقصر من المطلوب: حرف واحد على الأقل.
    [two] كلمة السر أقصر من المطلوب: حرفان على الأقل.
    [few] كلمة السر أقصر من المطلوب: { $limit } أحرف على الأقل.
    [many] كلمة السر أقصر من المطلوب: { $limit } حرفًا على الأقل.
   *[other] كلمة السر أقصر من المطلوب: { $limit } حرف على الأقل.
}
accounts-password-common = كلمة السر هذه شائعة أو سهلة التخمين. اختر عبارة من عدة كلمات.
accounts-save-password = احفظ كلمة السر
accounts-change-password = غيّر كلمة السر
accounts-change-password-lede = بعد الحفظ تنتهي جلساتك على الأجهزة الأخرى.
accounts-password-changed = حُفظت كلمة السر، وانتهت جلساتك على الأجهزة الأخرى.
accounts-reset-title = تعيين كلمة سر جديدة
accounts-reset-lede = اكتب بريدك الإلكتروني لنرسل إليه رابطًا يصلح لساعة واحدة.
accounts-reset-send = أرسل رابط كلمة السر
accounts-reset-sent = إذا كان هذا البريد مسجّلًا لدينا فستصلك رسالة خلال دقائق.
accounts-new-password-title = كلمة سر جديدة
accounts-new-password-for = للحساب { $email }
accounts-link-expired = انتهت صلاحية هذا الرابط أو استُعمل من قبل. اطلب رابطًا جديدًا.

# Invitations and members
accounts-members-title = حسابات الأعضاء
accounts-members-lede = من يعمل في البوابة باسم { $organization }.
accounts-members-none = لا أعضاء لهذه الهيئة بعد. ادعُ أول عضو.
accounts-role-publisher = ناشر
accounts-invite = ادعُ عضوًا
accounts-invite-hint = تصلح الدعوة لصاحب هذا البريد وحده، مرة واحدة، خلال 7 أيام.
accounts-invited = أُرسلت الدعوة. إن كان لصاحب هذا البريد حساب فستصله رسالة تذكّره به.
accounts-invite-again = أُرسلت دعوة من هذه الصفحة من قبل. راجع البريد ثم أرسل من جديد لتدعو صاحبه.
accounts-invitations-title = دعوات لم تُقبل بعد
accounts-invitation-until = تنتهي في { $date }
accounts-withdraw = اسحب الدعوة
accounts-invitation-withdrawn = سُحبت الدعوة.
accounts-invitations-limit = { $limit ->
    [zero] لا دعوات اليوم.
    [one] بلغت حد الدعوات في اليوم: دعوة واحدة. أعد المحاولة غدًا.
    [two] بلغت حد الدعوات في اليوم: دعوتان. أعد المحاولة غدًا.
    [few] بلغت حد الدعوات في اليوم: { $limit } دعوات. أعد المحاولة غدًا.
    [many] بلغت حد الدعوات في اليوم: { $limit } دعوة. أعد المحاولة غدًا.
   *[other] بلغت حد الدعوات في اليوم: { $limit } دعوة. أعد المحاولة غدًا.
}
accounts-invitation-title = دعوة إلى الانضمام باسم { $organization }
accounts-invitation-lede = الدعوة للبريد { $email }، وتنتهي في { $date }.
accounts-accept-invitation = اقبل الدعوة
accounts-invitation-closed-title = دعوة غير صالحة
accounts-invitation-closed = هذه الدعوة غير صالحة: استُعملت، أو سُحبت، أو انتهت مدتها. إن كنت قد قبلتها فسجّل الدخول.

# Mails
accounts-mail-ignore = إن لم تطلب هذه الرسالة فتجاهلها؛ لن يتغير شيء.
accounts-mail-invitation-subject = دعوة إلى الانضمام إلى تبادل باسم { $organization }
accounts-mail-invitation = تدعوك { $organization } إلى بوابة تبادل، حيث تتعلّم بلديات فلسطين بعضها من بعض.
accounts-mail-invitation-bound = تصلح هذه الدعوة للبريد { $email } وحده، مرة واحدة، خلال 7 أيام.
accounts-mail-invitation-action = افتح الدعوة
accounts-mail-known-subject = لك حساب في تبادل
accounts-mail-known = دُعيت إلى تبادل أو طلبت الانضمام، ولهذا البريد حساب من قبل. سجّل الدخول، أو اطلب كلمة سر جديدة إن نسيتها.
accounts-mail-reset-subject = تعيين كلمة سر جديدة
accounts-mail-reset = طُلب تعيين كلمة سر جديدة لحسابك. الرابط يصلح مرة واحدة، ولمدة محدودة، وتنتهي به جلساتك كلها.
accounts-mail-reset-action = عيّن كلمة السر
accounts-mail-changed-subject = تغيّرت كلمة السر
accounts-mail-changed = تغيّرت كلمة السر لحسابك في تبادل، وانتهت جلساتك الأخرى. إن لم تكن أنت من غيّرها فعيّن كلمة سر جديدة الآن وأخبر ناشر هيئتك.
accounts-mail-changed-action = عيّن كلمة سر جديدة

# Joining
accounts-join-title = طلب الانضمام
accounts-join-lede = يصل طلبك إلى ناشر هيئتك، أو إلى مدير النظام إن لم يكن لها ناشر بعد.
accounts-join-email-hint = الأفضل بريد العمل. تصلك عليه الدعوة إذا قُبل الطلب.
accounts-organization = الهيئة
accounts-choose-organization = اختر الهيئة.
accounts-join-message = رسالة إلى من يقرر
accounts-join-message-hint = ما الذي يعرّف بك، مثل قسمك أو رقم هاتف الهيئة.
accounts-join-send = أرسل الطلب
accounts-join-sent = وصل طلبك. ستصلك رسالة على بريدك بعد القرار. إن لم تصلك خلال 30 يومًا فقد حُذف الطلب، ولك أن تطلب من جديد.
accounts-joins-title = طلبات بانتظار الموافقة
accounts-joins-hint = تأكد من أن صاحب الطلب يعمل في الهيئة. تصله دعوة عند القبول.
accounts-joins-count = { $count ->
    [zero] لا طلبات
    [one] طلب واحد
    [two] طلبان
    [few] { $count } طلبات
    [many] { $count } طلبًا
   *[other] { $count } طلب
}
accounts-joins-without-publisher = طلبات انضمام إلى هيئات بلا ناشر
accounts-approve = اقبل
accounts-decline = ارفض
accounts-decided = سُجّل قرارك.

# A lost mailbox
accounts-recovery-link = فقد العضو بريده؟
accounts-recovery-title = بريد جديد لعضو فقد بريده
accounts-recovery-lede = العضو: { $name } ({ $email }). يقرر مدير النظام، ويُبلَّغ البريد القديم، ويعيّن العضو كلمة سره بنفسه من البريد الجديد.
accounts-recovery-email = البريد الجديد
accounts-recovery-reason = السبب
accounts-recovery-reason-hint = ما الذي حدث، وكيف تأكدت من أن الطلب من العضو نفسه؟
accounts-recovery-send = أرسل إلى مدير النظام
accounts-recovery-sent = وصل الطلب إلى مدير النظام.
accounts-recoveries-title = طلبات بريد جديد
accounts-recoveries-hint = عند القبول تنتهي جلسات العضو وتبطل كلمة سره، وتصل رسالة إلى بريده القديم ورابط إلى الجديد. تأكد من صاحب الطلب خارج البوابة أولًا.
accounts-recovery-row = { $name }: من { $from } إلى { $to }
accounts-recovery-by = طلبه { $email } في { $moment }

# Administration
accounts-admin-title = إدارة الحسابات
accounts-admin-none = لا حساب يطابق اختيارك.
accounts-members-active = الأعضاء
accounts-count = { $count ->
    [zero] لا حسابات
    [one] حساب واحد
    [two] حسابان
    [few] { $count } حسابات
    [many] { $count } حسابًا
   *[other] { $count } حساب
}
accounts-closed = حساب مغلق
accounts-role-coordinator = منسّق الشبكة
accounts-role-admin = مدير النظام
accounts-roles-title = الصلاحيات
accounts-publisher-for = ناشر باسم { $organization }
accounts-publisher-hint = يعتمد ما يُنشر باسم هيئته، ويدعو أعضاءها.
accounts-coordinator-hint = ينظّم الورش ويوثّق الممارسات.
accounts-admin-hint = يدير الخادم والإعدادات والصلاحيات.
accounts-check-note = كيف تأكدت؟
accounts-check-note-hint = مطلوب عند تعيين ناشر: كيف تأكدت خارج البوابة من أنه يمثّل الهيئة، مثل اتصال برقمها المعلن أو كتاب رسمي.
accounts-checked-by = ما سُجّل عند التعيين: { $note }
accounts-roles-note = عند الحفظ تنتهي جلسات العضو، وتصله رسالة.
accounts-roles-stale = تغيّرت صلاحيات هذا العضو بعد أن فتحت الصفحة. تراها الآن تحت اسمه، وما اخترته باقٍ في النموذج: راجعه ثم احفظ.
accounts-roles-saved = حُفظت الصلاحيات، وانتهت جلسات العضو.
accounts-last-admin = هذا آخر مدير للنظام. عيّن مديرًا آخر أولًا.
accounts-deactivate-title = إغلاق الحساب
accounts-deactivate-hint = يفقد العضو الدخول والصلاحيات فورًا، ويبقى ما كتبه لهيئته.
accounts-deactivate = أغلق الحساب
accounts-deactivated = أُغلق الحساب.
accounts-reactivate = أعد فتح الحساب
accounts-reactivated = فُتح الحساب من جديد، بلا صلاحيات إضافية.
accounts-history-title = سجل الحساب
accounts-event-created = أُنشئ الحساب
accounts-event-profile = تغيّرت بيانات العضو
accounts-event-password = تغيّرت كلمة السر
accounts-event-publisher-granted = عُيّن ناشرًا
accounts-event-publisher-revoked = سُحبت صلاحية النشر
accounts-event-coordinator-granted = عُيّن منسّقًا للشبكة
accounts-event-coordinator-revoked = سُحبت صلاحية التنسيق
accounts-event-admin-granted = عُيّن مديرًا للنظام
accounts-event-admin-revoked = سُحبت صلاحية الإدارة
accounts-event-recovery-requested = طُلب بريد جديد للحساب
accounts-event-recovery-declined = رُفض طلب البريد الجديد
accounts-event-recovered = انتقل الحساب إلى بريد جديد
accounts-event-deactivated = أُغلق الحساب
accounts-event-reactivated = فُتح الحساب من جديد

# Mails about requests and roles
accounts-mail-join-subject = طلب انضمام إلى { $organization }
accounts-mail-join = وصل طلب انضمام إلى حسابات { $organization }، وهو بانتظار قرارك.
accounts-mail-join-action = افتح الطلبات
accounts-mail-declined-subject = طلب انضمامك إلى تبادل
accounts-mail-declined = لم يُقبل طلب انضمامك باسم { $organization }. إن كان في الأمر خطأ فراجع من يدير حسابات هيئتك.
accounts-mail-recovery-subject = طلب بريد جديد لعضو
accounts-mail-recovery = طُلب بريد جديد لعضو من { $organization }. تأكد من صاحب الطلب خارج البوابة قبل أن تقبل.
accounts-mail-moved-subject = انتقل حسابك إلى بريد آخر
accounts-mail-moved = انتقل حسابك في تبادل إلى بريد آخر بطلب من ناشر هيئتك وموافقة مدير النظام، وانتهت جلساتك كلها. إن لم تطلب ذلك فراجع مدير النظام فورًا.
accounts-mail-roles-subject = تغيّرت صلاحياتك في تبادل
accounts-mail-roles = غيّر مدير النظام صلاحيات حسابك، فانتهت جلساتك. سجّل الدخول من جديد لتتابع.

# مفاتيح البرامج
accounts-tokens-title = مفاتيح البرامج
accounts-tokens-lede = يستعمل برنامجٌ مفتاحًا بدل كلمة سرك، ليرفع الملفات أو يقرأ باسمك. لا يفتح المفتاح حسابك.
accounts-tokens-none = لا مفاتيح لك.
accounts-tokens-too-many = { $limit ->
    [zero] لا يمكن أن تكون لك مفاتيح.
    [one] يمكن أن يكون لك مفتاح واحد. ألغِه أولًا.
    [two] يمكن أن يكون لك مفتاحان. ألغِ أحدهما أولًا.
    [few] يمكن أن تكون لك { $limit } مفاتيح. ألغِ واحدًا منها أولًا.
    [many] يمكن أن يكون لك { $limit } مفتاحًا. ألغِ واحدًا منها أولًا.
   *[other] يمكن أن يكون لك { $limit } مفتاح. ألغِ واحدًا منها أولًا.
}
accounts-token-new = مفتاح جديد
accounts-token-name = لماذا هذا المفتاح؟
accounts-token-name-hint = لتعرفه لاحقًا، مثل: برنامج الرفع على حاسوب المكتب
accounts-token-scopes = ماذا يفتح؟
accounts-scope-read = القراءة والتنزيل
accounts-scope-upload = رفع الملفات
accounts-token-lifetime = ينتهي بعد
accounts-token-days = { $days ->
    [zero] أقل من يوم
    [one] يوم واحد
    [two] يومين
    [few] { $days } أيام
    [many] { $days } يومًا
   *[other] { $days } يوم
}
accounts-token-create = أنشئ المفتاح
accounts-token-made = هذا هو المفتاح. انسخه الآن، فلن يظهر مرة أخرى.
accounts-token-unused = لم يُستعمل بعد
accounts-token-until = ينتهي في { $day }
accounts-token-revoke = ألغِ المفتاح
accounts-token-revoke-name = ألغِ المفتاح: { $name }
accounts-token-was-revoked = أُلغي المفتاح.
accounts-event-token-created = أنشأ مفتاحًا لبرنامج
accounts-event-token-revoked = ألغى مفتاحًا لبرنامج
