# Sending files in pieces
upload-queued = Waits for its turn.
upload-sending = Being sent. You can fill the form meanwhile.
upload-paused = Paused. What has arrived is kept.
upload-waiting = The connection is down. What has arrived is kept, and sending goes on by itself when it is back.
upload-done = The whole file has arrived.
upload-signed-out = Your session has ended. Sign in in another window, then resume.
upload-failed = The file could not be sent. Remove it and choose it again.
upload-percent = { $percent }%
upload-pause = Pause
upload-pause-name = Pause: { $name }
upload-resume = Resume
upload-resume-name = Resume: { $name }
upload-remove = Remove
upload-remove-name = Remove: { $name }
upload-many = { $most ->
    [one] One file is accepted in one go.
   *[other] { $most } files are accepted in one go. Those beyond were not added.
}
upload-mend = The list has a file that was not accepted. Remove it, then upload.
