# Around a field that takes Markdown, once its island is awake.
editor-counter = Characters: { $used } of { $limit }
editor-over = The text is longer than the limit.
editor-show-preview = Show preview
editor-hide-preview = Hide preview
editor-preview = Preview
editor-failed = The preview could not be loaded. What you typed is still here.
