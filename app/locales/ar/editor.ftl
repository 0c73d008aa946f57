# حول حقل يقبل Markdown بعد أن تستيقظ جزيرته.
editor-counter = عدد الأحرف: { $used } من { $limit }
editor-over = النص أطول من الحد المسموح.
editor-show-preview = اعرض المعاينة
editor-hide-preview = أخفِ المعاينة
editor-preview = معاينة
editor-failed = تعذّر تحميل المعاينة. ما كتبته باقٍ هنا.
