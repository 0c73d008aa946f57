topics-title = المجالات
topics-lede = ما تتبادل فيه البلديات خبراتها.
topics-add = أضف مجالًا
topics-name-ar = الاسم بالعربية
topics-name-en = الاسم بالإنجليزية
topics-retired = أخفِ المجال من القوائم والنماذج
