# Signing in and out
accounts-sign-in-title = تسجيل الدخول
accounts-email = البريد الإلكتروني
accounts-password = كلمة السر
accounts-shared-computer = هذا الجهاز مشترك
accounts-enter-email = اكتب البريد الإلكتروني.
accounts-enter-password = اكتب كلمة السر.
accounts-wrong-password = البريد الإلكتروني أو كلمة السر غير صحيحة.
accounts-sign-in-first = سجّل الدخول لتتابع.
accounts-session-ended = انتهت جلستك لطول التوقف. سجّل الدخول وستجد ما كتبته كما هو.
accounts-signed-out = سجّلت الخروج.
accounts-password-saved = حُفظت كلمة السر. سجّل الدخول بها.
accounts-sign-out-everywhere = سجّل الخروج من كل الأجهزة
accounts-welcome-back-title = ما كتبته ما زال هنا
accounts-welcome-back = سجّلت الدخول، ولم يُنفَّذ شيء بعد. عُد إلى النموذج وراجعه ثم أرسله.
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
