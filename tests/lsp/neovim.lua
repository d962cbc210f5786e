-- Asks the server what an editor asks, and prints what it gets, a line of JSON each. For Neovim 0.7 and later.
local program, path = vim.env.COREFILECTL, vim.env.DOCUMENT

local function say(what, value)
  io.stdout:write(vim.fn.json_encode({ what = what, value = value }) .. "\n")
end

local function fail(reason)
  say("failure", reason)
  vim.cmd("cquit 3")
end

vim.cmd("edit " .. vim.fn.fnameescape(path))
vim.bo.filetype = "corefile"
local buffer = vim.api.nvim_get_current_buf()
local client_id = vim.lsp.start_client({
  name = "corefilectl",
  cmd = { program, "lsp" },
  root_dir = vim.fn.fnamemodify(path, ":h"),
})
if not client_id then
  fail("the server does not start")
end
vim.lsp.buf_attach_client(buffer, client_id)

local function wait(what, is_there)
  if not vim.wait(30000, is_there, 20) then
    fail("nothing comes: " .. what)
  end
end

wait("findings", function()
  return #vim.diagnostic.get(buffer) > 0
end)
local findings = {}
for _, finding in ipairs(vim.diagnostic.get(buffer)) do
  table.insert(findings, { line = finding.lnum, column = finding.col, message = finding.message })
end
say("findings", findings)

local function ask(method, params)
  params.textDocument = { uri = vim.uri_from_bufnr(buffer) }
  local answers = vim.lsp.buf_request_sync(buffer, method, params, 30000)
  local answer = answers and answers[client_id]
  if not answer or answer.error then
    fail(method .. ": " .. vim.inspect(answer))
  end
  return answer.result
end

say("hover", ask("textDocument/hover", { position = { line = 1, character = 6 } }).contents.value)
local labels = {}
for _, item in ipairs(ask("textDocument/completion", { position = { line = 2, character = 4 } }).items) do
  table.insert(labels, item.label)
end
say("completion", labels)

-- What is typed reaches the server as edits.
vim.api.nvim_buf_set_text(buffer, 2, 2, 2, 7, { "errors" })
wait("an empty list", function()
  return #vim.diagnostic.get(buffer) < #findings
end)

local edits = ask("textDocument/formatting", { options = { tabSize = 4, insertSpaces = true } })
local encoding = vim.lsp.get_client_by_id(client_id).offset_encoding or "utf-16"
vim.lsp.util.apply_text_edits(edits, buffer, encoding)
say("text", vim.api.nvim_buf_get_lines(buffer, 0, -1, false))
vim.lsp.stop_client(client_id)
wait("the end", function()
  return vim.lsp.client_is_stopped(client_id)
end)
vim.cmd("qall!")
