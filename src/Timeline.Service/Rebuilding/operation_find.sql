-- One operation.
select {columns} from timeline.operations where id = $1
