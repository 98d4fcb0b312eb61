-- Which rows of the summaries count now.
select generation from timeline.state_head
